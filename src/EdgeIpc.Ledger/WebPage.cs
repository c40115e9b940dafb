using EdgeIpc.Posix;

namespace EdgeIpc.Ledger;

/// <summary>What the web process served; the balance rests on none of it. The words' order is the page's layout.</summary>
/// <param name="Requests">Requests that came, ever, refused ones included.</param>
/// <param name="Refused">Requests and connections that were turned away, ever.</param>
/// <param name="StreamsOpened">Event streams that were opened, ever.</param>
/// <param name="StreamsOpen">Event streams open now: pages that look on.</param>
/// <param name="EventBytes">Bytes of events sent, ever.</param>
public readonly record struct WebCounts(long Requests, long Refused, long StreamsOpened, long StreamsOpen, long EventBytes);

/// <summary>The web process' page. One commit a change; see <see cref="CounterPage"/> for why a kill leaves the old or the new counts.</summary>
public sealed class WebPage : OwnedPage<WebCounts>
{
    private WebPage(SharedMemory memory, FileLock ownership) : base(memory, ownership, PageKind.Web, beforeStore: null)
    {
    }

    /// <summary>Takes the page for this process, and makes it when it is new; null when another process has it.</summary>
    public static WebPage? TryOwn(string path, FileSharing sharing) =>
        TryTake(path, sharing) is var (memory, ownership) ? new WebPage(memory, ownership) : null;

    /// <summary>The page as it is; null when there is none yet.</summary>
    public static PageReading<WebCounts>? TryRead(string path) => CounterPage.TryRead<WebCounts>(path, PageKind.Web);

    /// <summary>Replaces the counts: <c>page.Set(page.Counts with { StreamsOpen = 3 })</c>.</summary>
    public void Set(in WebCounts counts) => Commit(counts);
}
