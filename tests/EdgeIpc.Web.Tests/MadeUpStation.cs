using System.Collections.Concurrent;
using EdgeIpc.Commands;
using EdgeIpc.Ledger;
using EdgeIpc.Paper;
using EdgeIpc.Playout;
using EdgeIpc.Ring;
using EdgeIpc.Spool;

namespace EdgeIpc.Web.Tests;

/// <summary>A station of values that a test writes down; it remembers what was wished of it.</summary>
internal sealed class MadeUpStation : IStation
{
    public const string Script = "<script>alert(1)</script>";

    private readonly SignalStrip[][] _strips = [.. SignalSpan.All.Select(span => Enumerable.Range(0, 2).Select(_ => new SignalStrip(SignalSpan.ColumnCount, span.ColumnTime)).ToArray())];
    private long _looks;
    private long _plays;

    public bool IsThere { get; set; } = true;

    public long Looks => Volatile.Read(ref _looks);

    public long Plays => Volatile.Read(ref _plays);

    public bool IsResting { get; private set; } = true;

    public WebCounts Noted { get; private set; }

    public Func<Command, SendResult> Answers { get; set; } = _ => new SendResult.Replied(Reply.Ok("Done."));

    public Func<byte[], PictureResult> Pictures { get; set; } = _ => new PictureResult.Refused("it is neither a PNG nor a JPEG picture");

    public double? Pace { get; private set; }

    public ConcurrentQueue<(string Role, Command Command)> Sent { get; } = [];

    public ConcurrentQueue<SubmitRequest> Submitted { get; } = [];

    public ConcurrentQueue<(JobWish Wish, long Number)> Managed { get; } = [];

    public StationView View { get; set; } = new()
    {
        Instance = "made-up",
        Running = TimeSpan.FromSeconds(61),
        RateHz = 1000,
        Ring = new RingView(1024, 32, 5000, 1, HasWriter: true),
        Figures = new StationFigures
        {
            Ticks = new TickFigures(5_003, 5_000, 2, 1),
            Readers = [new ReaderFigures("controller", 5_000, 0, 4_990, 3, 7)],
            Commands = [new CommandFigures("controller", 3, 0, 2, 1, 0, 0, 0, 0, 0, 0)],
        },
        Balance = new Balance([]),
        Queues = [new QueueView("controller", 1, 10, 4)],
        Printer = new PrinterView { State = "idle", Reasons = ["none"], HasSpooler = true, BytesSent = 1234 },
        Jobs = [new JobView(7, "pending", "none", Script, "ada")],
        Processes = [.. ((string[])["sensor", "controller", "spooler"]).Select((role, i) => new ProcessView(role, 4000 + i, 1.5, 40, i, 2.25))],
    };

    public StationView Look()
    {
        Interlocked.Increment(ref _looks);
        return View;
    }

    public SignalStatus PlaySignal()
    {
        IsResting = false;
        long nowNs = Interlocked.Increment(ref _plays) * 100_000_000;
        foreach (var strips in _strips)
        {
            for (int i = 0; i < 100; i++) strips[0].Add(nowNs + i * 1_000_000, i == 50 ? 9 : 1);
        }

        return new SignalStatus([new RingChannel(Script, "g"), new RingChannel("y", "g")], PlayoutState.Playing, 500, 0, 1, 0.25, 3, 0);
    }

    public void RestSignal() => IsResting = true;

    public SignalStrip Strip(int span, int channel) => _strips[span][channel];

    public SendResult Send(string role, Command command, CancellationToken cancellationToken)
    {
        Sent.Enqueue((role, command));
        return Answers(command);
    }

    public PlanResult Plan(DocumentFormat format, ReadOnlyMemory<byte> document) => BandPlan.Build(
        new PrintDocument(format == DocumentFormat.Raw ? DocumentKind.Raw : DocumentKind.Text, document), PrinterProfile.Load("edgeipc-58"), new PlanOptions());

    public PictureResult ReadPicture(byte[] file) => Pictures(file);

    public SubmitResult Submit(SubmitRequest request)
    {
        Submitted.Enqueue(request);
        return new SubmitResult.Accepted(Submitted.Count);
    }

    public ManageResult Manage(JobWish wish, long jobNumber)
    {
        Managed.Enqueue((wish, jobNumber));
        return new ManageResult.NoSuchJob(jobNumber);
    }

    public byte[]? ReadPaper(int? receipt) => receipt is null ? [0x89, (byte)'P', (byte)'N', (byte)'G'] : null;

    public byte[]? ReadFrame(string ring) => ring == "grey" ? "P5\n1 1\n255\nx"u8.ToArray() : null;

    public bool SlowDown(double? pace)
    {
        Pace = pace;
        return View.Ring is not null;
    }

    public void Note(in WebCounts counts) => Noted = counts;
}
