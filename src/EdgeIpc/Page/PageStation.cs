using EdgeIpc.Commands;
using EdgeIpc.Controller;
using EdgeIpc.Daemon;
using EdgeIpc.Documents;
using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Paper;
using EdgeIpc.Playout;
using EdgeIpc.Screen;
using EdgeIpc.Settings;
using EdgeIpc.Spool;
using EdgeIpc.Spooler;
using EdgeIpc.Station;
using EdgeIpc.Web;

namespace EdgeIpc.Page;

/// <summary>The station that the page shows: the same readings as the terminal's, and the same ways in as the verbs'.</summary>
internal sealed class PageStation : IStation, IDisposable
{
    private const int ReceiptsMax = 6;

    private readonly StationInstance _instance;
    private readonly StationSettings _settings;
    private readonly PrinterProfile _profile;
    private readonly TimeProvider _time;
    private readonly ViewReader _reader;
    private readonly JobPlan _planner;
    private readonly StationSpool _spool;
    private readonly Lock _spoolLock = new();
    private readonly WebPage _page;
    private readonly WebCounts _before;
    private readonly SlowReader _slowReader;
    private readonly JobPreview _preview;
    private SignalPlayout? _signal;
    private long _shownJob;

    /// <exception cref="RefusedException">Another process serves this station's page.</exception>
    public PageStation(StationInstance instance, StationSettings settings, TimeProvider time)
    {
        (_instance, _settings, _time) = (instance, settings, time);
        _page = WebPage.TryOwn(instance.Counters.Web, instance.Sharing)
            ?? throw new RefusedException(ExitCode.Busy, $"Instance {instance.Name} has a {Role.Web} already; one at a time.");
        _before = _page.Counts;
        _profile = PrinterProfile.Load(settings.Printer.Profile);
        _planner = new JobPlan(_profile, settings.Printer.Baud, settings.Printer);
        _reader = new ViewReader(instance, time);
        _spool = StationSpool.Open(instance, settings.Spool);
        _slowReader = new SlowReader(instance.RingPath);
        _preview = new JobPreview(_spool.Spool, _spoolLock, _planner, _profile, settings.Printer.Baud);
    }

    public bool IsThere => Directory.Exists(_instance.CountersDirectory);

    public StationView Look()
    {
        var view = _reader.Read();
        bool isReal = _settings.Printer.Device.Length > 0;
        long job = isReal ? JobPreview.JobOf(view) : 0;
        Volatile.Write(ref _shownJob, job);
        return view with
        {
            SlowReader = _slowReader.View,
            Panel = ReadPanel(),
            Printer = view.Printer with
            {
                LineBytesPerSecond = _settings.Printer.Baud / 10.0,
                BufferBytes = _profile.CreditBytes,
                PaperRevision = !isReal ? PaperPictures.RevisionOf(_instance) : job > 0 ? job : null,
                IsPaperPreview = isReal,
                Receipts = PaperPictures.NewestReceipts(_instance, ReceiptsMax),
            },
        };
    }

    public SignalStatus PlaySignal()
    {
        _signal ??= new SignalPlayout(
            _instance.RingPath, _instance.Counters.Sensor, _time, [.. SignalSpan.All.Select(span => span.ColumnTime)], SignalSpan.ColumnCount, showsPast: true);
        _signal.Update();
        _slowReader.Read();
        var now = _signal.Snapshot(0);
        return new SignalStatus(_signal.Channels, now.State, now.Buffered, now.Watermark, now.Underruns, now.TimeBuffering.TotalSeconds, now.Lag, now.Lost);
    }

    public void RestSignal()
    {
        _signal?.Dispose();
        _signal = null;
        // A lesson that everybody has left is over.
        _slowReader.Set(null);
    }

    public SignalStrip Strip(int span, int channel) => _signal!.Strip(span, channel);

    public SendResult Send(string role, Command command, CancellationToken cancellationToken)
    {
        var (sender, pages) = StationQueues.OpenSender(_instance);
        using (pages)
        using (sender)
        {
            // A text waits for as long as it takes: nobody acts on it, and it is the kernel that promises to keep it.
            return command is Command.Say or Command.Mark ? sender.Post(role, command) : sender.Send(role, command, QueueLimits.DefaultDeadline, cancellationToken);
        }
    }

    public PlanResult Plan(DocumentFormat format, ReadOnlyMemory<byte> document) => _planner.Build(format, document);

    public PictureResult ReadPicture(byte[] file)
    {
        try
        {
            return new PictureResult.Read(PictureDocument.Create(PictureDecoder.Decode(file), _profile, _settings.Printer.Baud));
        }
        catch (FormatException e)
        {
            return new PictureResult.Refused(e.Message);
        }
    }

    public SubmitResult Submit(SubmitRequest request)
    {
        lock (_spoolLock) return _spool.Submit(request);
    }

    public ManageResult Manage(JobWish wish, long jobNumber)
    {
        lock (_spoolLock)
        {
            return wish switch
            {
                JobWish.Hold => _spool.Spool.Hold(jobNumber),
                JobWish.Release => _spool.Spool.Release(jobNumber),
                JobWish.Cancel => _spool.Spool.Cancel(jobNumber),
                JobWish.Restart => _spool.Spool.Restart(jobNumber),
                _ => throw new ArgumentOutOfRangeException(nameof(wish)),
            };
        }
    }

    public byte[]? ReadPaper(int? receipt)
    {
        long job = Volatile.Read(ref _shownJob);
        return receipt is not null || job == 0 ? PaperPictures.TryRead(_instance, receipt) : _preview.TryDraw(job);
    }

    public byte[]? ReadFrame(string ring) => FramePictures.TryRead(_instance, ring);

    public bool SlowDown(double? pace) => _slowReader.Set(pace);

    public void Note(in WebCounts counts)
    {
        var sum = new WebCounts(
            _before.Requests + counts.Requests, _before.Refused + counts.Refused, _before.StreamsOpened + counts.StreamsOpened, counts.StreamsOpen, _before.EventBytes + counts.EventBytes);
        if (sum != _page.Counts) _page.Set(sum);
    }

    public void Dispose()
    {
        _signal?.Dispose();
        _slowReader.Dispose();
        _spool.Dispose();
        _reader.Dispose();
        _page.Dispose();
    }

    private PanelView ReadPanel()
    {
        var devices = _settings.ToDeviceOptions();
        var lit = Lamps.ReadLit(_instance);
        return new PanelView(
            [.. devices.Buttons.Pins.Select(pin => pin.Name)],
            [.. devices.Leds.Pins.Select(pin => new LampView(pin.Name, lit.Contains(pin.Name, StringComparer.Ordinal)))],
            IsSimulated: _settings.Printer.Device.Length == 0 && _settings.Panel.Kind == "simulated");
    }
}
