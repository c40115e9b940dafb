using System.Globalization;
using System.Text;
using EdgeIpc.Ledger;

namespace EdgeIpc.Web;

/// <summary>The station in Prometheus' text format: counters end in _total, units are base units, what differs is a label.</summary>
internal sealed class MetricsText
{
    private readonly StringBuilder _text = new();

    private MetricsText()
    {
    }

    public static string Of(StationView view, in WebCounts web)
    {
        var metrics = new MetricsText();
        metrics.Samples(view);
        metrics.Commands(view);
        metrics.Printing(view);
        metrics.Processes(view);
        metrics.Counter("edgeipc_web_requests_total", "Requests that came to this process.", web.Requests);
        metrics.Counter("edgeipc_web_refused_total", "Requests and connections that it turned away.", web.Refused);
        metrics.Gauge("edgeipc_web_streams", "Event streams open now.", web.StreamsOpen);
        metrics.Counter("edgeipc_web_event_bytes_total", "Bytes of events sent.", web.EventBytes);
        return metrics._text.ToString();
    }

    private void Samples(StationView view)
    {
        var ticks = view.Figures.Ticks;
        Counter("edgeipc_ticks_due_total", "Ticks that fell due.", ticks.Due);
        Counter("edgeipc_samples_published_total", "Samples in the ring, ever.", ticks.Published);
        Counter("edgeipc_samples_missed_total", "Ticks without a sample.", ticks.Missed);
        if (view.Ring is { } ring)
        {
            Gauge("edgeipc_ring_slots", "Samples that the ring holds.", ring.SlotCount);
            Gauge("edgeipc_ring_epoch", "Writers that the ring had.", ring.Epoch);
        }

        Head("edgeipc_reader_samples_total", "What became of samples, by reader.", "counter");
        foreach (var reader in view.Figures.Readers)
        {
            Line("edgeipc_reader_samples_total", reader.Read, ("reader", reader.Name), ("outcome", "read"));
            Line("edgeipc_reader_samples_total", reader.Lost, ("reader", reader.Name), ("outcome", "lost"));
        }

        Head("edgeipc_reader_lag_samples", "Samples that a reader is behind.", "gauge");
        foreach (var reader in view.Figures.Readers) Line("edgeipc_reader_lag_samples", reader.Lag, ("reader", reader.Name));
        Gauge("edgeipc_ledger_balanced", "1 while every equation holds.", view.Balance.Holds ? 1 : 0);
    }

    private void Commands(StationView view)
    {
        Head("edgeipc_commands_total", "Commands by queue and by how they ended.", "counter");
        foreach (var queue in view.Figures.Commands)
        {
            foreach (var (outcome, count) in (ReadOnlySpan<(string, long)>)[("answered", queue.Answered), ("expired", queue.Expired), ("refused", queue.Refused), ("interrupted", queue.Interrupted), ("no_reply", queue.NoReply)])
                Line("edgeipc_commands_total", count, ("queue", queue.Queue), ("outcome", outcome));
        }

        Head("edgeipc_commands_sent_total", "Commands that the kernel took.", "counter");
        foreach (var queue in view.Figures.Commands) Line("edgeipc_commands_sent_total", queue.Sent, ("queue", queue.Queue));
        Head("edgeipc_queue_messages", "Messages that wait in the kernel.", "gauge");
        foreach (var queue in view.Queues) Line("edgeipc_queue_messages", queue.Waiting, ("queue", queue.Role));
        Head("edgeipc_queue_limit_messages", "Messages that a queue takes.", "gauge");
        foreach (var queue in view.Queues) Line("edgeipc_queue_limit_messages", queue.Limit, ("queue", queue.Role));
    }

    private void Printing(StationView view)
    {
        var jobs = view.Figures.Jobs;
        Counter("edgeipc_jobs_accepted_total", "Jobs that are or were on disk.", jobs.CarriedIn + jobs.Accepted);
        Head("edgeipc_jobs_finished_total", "Jobs that are over, by state.", "counter");
        foreach (var (state, count) in (ReadOnlySpan<(string, long)>)[("completed", jobs.Completed), ("canceled", jobs.Canceled), ("aborted", jobs.Aborted)])
            Line("edgeipc_jobs_finished_total", count, ("state", state));
        Gauge("edgeipc_jobs_waiting", "Jobs that are not over.", jobs.Waiting);
        Head("edgeipc_printer_state", "1 for the state that the printer is in.", "gauge");
        foreach (string state in (string[])["idle", "processing", "stopped"]) Line("edgeipc_printer_state", view.Printer.State == state ? 1 : 0, ("state", state));
        Counter("edgeipc_printer_sent_bytes_total", "Bytes given to the line.", view.Printer.BytesSent);
        Gauge("edgeipc_printer_credit_bytes", "Bytes that the printer's buffer still takes.", view.Printer.CreditBytes);
        if (view.Printer.MotorStops is { } stops) Counter("edgeipc_printer_motor_stops_total", "Times that the head ran out of data in mid-job.", stops);
    }

    private void Processes(StationView view)
    {
        Head("edgeipc_process_up", "1 while the process lives.", "gauge");
        foreach (var process in view.Processes) Line("edgeipc_process_up", process.ProcessId is null ? 0 : 1, ("role", process.Role));
        Head("edgeipc_process_cpu_seconds_total", "CPU time of the process that lives now.", "counter");
        foreach (var process in view.Processes) Line("edgeipc_process_cpu_seconds_total", process.CpuSeconds, ("role", process.Role));
        Head("edgeipc_process_resident_memory_bytes", "Memory in RAM.", "gauge");
        foreach (var process in view.Processes) Line("edgeipc_process_resident_memory_bytes", Math.Round(process.ResidentMegabytes * 1048576), ("role", process.Role));
        Head("edgeipc_process_restarts_total", "Starts after the first.", "counter");
        foreach (var process in view.Processes) Line("edgeipc_process_restarts_total", process.Restarts, ("role", process.Role));
    }

    private void Counter(string name, string meaning, double value) => Single(name, meaning, "counter", value);

    private void Gauge(string name, string meaning, double value) => Single(name, meaning, "gauge", value);

    private void Single(string name, string meaning, string type, double value)
    {
        Head(name, meaning, type);
        Line(name, value);
    }

    private void Head(string name, string meaning, string type) => _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {meaning}\n# TYPE {name} {type}\n");

    private void Line(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(name);
        for (int i = 0; i < labels.Length; i++)
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escaped(labels[i].Value)).Append('"');
        if (labels.Length > 0) _text.Append('}');
        _text.Append(CultureInfo.InvariantCulture, $" {value}\n");
    }

    private static string Escaped(string label) =>
        label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
