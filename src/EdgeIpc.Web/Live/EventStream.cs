using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeIpc.Web;

/// <summary>
/// Server-sent events to one page: <c>signal</c> ten times a second, <c>station</c> when it was looked at again. It writes at
/// the page's own pace: a page that is slow misses frames and gets longer ones, and costs no memory here.
/// </summary>
internal static class EventStream
{
    public static async Task SendAsync(HttpContext context, StationWatch watch, WebCounters counters, int span, CancellationToken stopping)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using var watching = watch.Join();
        long? seenColumn = null;
        long seenView = 0;
        try
        {
            while (!ended.IsCancellationRequested)
            {
                var next = watch.NextTick;
                var (view, revision) = watch.ViewJson();
                long sent = 0;
                if (revision != seenView) sent += Write(response, "station"u8, view);
                seenView = revision;
                var frame = watch.Signal.Since(span, seenColumn);
                sent += Write(response, "signal"u8, frame.Json);
                seenColumn = frame.Newest;
                await response.BodyWriter.FlushAsync(ended.Token);
                counters.NoteEvents(sent);
                await next.WaitAsync(ended.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the process ends; the page comes back by itself.
        }
    }

    private static int Write(HttpResponse response, ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> begin = "event: "u8, data = "\ndata: "u8, end = "\n\n"u8;
        int length = begin.Length + name.Length + data.Length + json.Length + end.Length;
        var target = response.BodyWriter.GetSpan(length);
        begin.CopyTo(target);
        name.CopyTo(target = target[begin.Length..]);
        data.CopyTo(target = target[name.Length..]);
        json.CopyTo(target = target[data.Length..]);
        end.CopyTo(target[json.Length..]);
        response.BodyWriter.Advance(length);
        return length;
    }
}
