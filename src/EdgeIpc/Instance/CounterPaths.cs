namespace EdgeIpc.Instance;

/// <summary>The counter pages of an instance, each a file that its one writer (or its one kind of writers) counts in.</summary>
internal sealed class CounterPaths(string directory)
{
    public string Sensor => $"{directory}/sensor";

    public string Spooler => $"{directory}/spooler";

    public string PrinterEmulator => $"{directory}/printer-emulator";

    public string Web => $"{directory}/web";

    public string Supervisor => $"{directory}/supervisor";

    /// <summary>Everybody who submits to the spool.</summary>
    public string Submitters => $"{directory}/submitters";

    /// <summary>Everybody who sends to a role's queue.</summary>
    public string Senders(string role) => $"{directory}/senders.{role}";

    /// <summary>The role that receives from its queue.</summary>
    public string Receiver(string role) => $"{directory}/receiver.{role}";

    /// <summary>A reader of the ring, by a name of its own.</summary>
    public string Reader(string name) => $"{directory}/reader.{name}";

    /// <summary>The camera's schedule of one ring of frames.</summary>
    public string Camera(string ring) => $"{directory}/camera.{ring}";

    /// <summary>A viewer of one ring of frames.</summary>
    public string FrameReader(string ring, string viewer) => $"{directory}/frames.{ring}.{viewer}";

    /// <summary>The rings that a camera ever wrote.</summary>
    public IEnumerable<string> FrameRings() => Names("camera.");

    /// <summary>All viewers that ever looked at a ring of frames.</summary>
    public IEnumerable<string> FrameReaderNames(string ring) => Names($"frames.{ring}.");

    /// <summary>The names of all readers that ever counted here.</summary>
    public IEnumerable<string> ReaderNames() => Names("reader.");

    /// <summary>The roles whose queues were ever received from.</summary>
    public IEnumerable<string> ReceiverRoles() => Names("receiver.");

    private IEnumerable<string> Names(string prefix) => Directory.EnumerateFiles(directory, prefix + "*")
        .Select(path => Path.GetFileName(path)[prefix.Length..])
        .Order(StringComparer.Ordinal);
}
