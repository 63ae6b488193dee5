using Parley.Soak;

return await SoakCommand.Create().Parse(args).InvokeAsync();
