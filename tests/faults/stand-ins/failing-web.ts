console.error("the stand-in web cannot find its configuration");
process.exit(3);
