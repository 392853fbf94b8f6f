using ResidentAssistant.CommandLine;

return await Verbs.RunAsync(args);
