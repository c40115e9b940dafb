using EdgeIpc.Wiring;

// usage: dotnet run --project hardware/wiring [--check]. Makes hardware/generated from hardware/wiring.yaml, or says what there is not up to date.
bool isCheck = args is ["--check"];
if (args.Length > 0 && !isCheck)
{
    await Console.Error.WriteLineAsync("usage: dotnet run --project hardware/wiring [--check]");
    return 64;
}

string hardware = WiringFiles.FindHardware(Environment.CurrentDirectory) ?? WiringFiles.FindHardware(AppContext.BaseDirectory) ?? throw new DirectoryNotFoundException("There is no hardware/wiring.yaml here.");
try
{
    var files = WiringFiles.Make(await File.ReadAllTextAsync(Path.Combine(hardware, "wiring.yaml")));
    var stale = files.Where(file => WiringFiles.Differs(hardware, file.Key, file.Value)).ToList();
    foreach (var (name, _) in stale) Console.WriteLine($"{name} {(isCheck ? "is not what wiring.yaml says" : "written")}");
    if (!isCheck) WiringFiles.Write(hardware, stale);
    return isCheck && stale.Count > 0 ? 1 : 0;
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync($"wiring.yaml: {e.Message}");
    return 65;
}
