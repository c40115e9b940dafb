using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace EdgeIpc.Web;

/// <summary>
/// The page's own files, out of the program: nothing is read from disk, so no path leads anywhere else. Compressed once, and
/// a browser that has them already gets only a nod.
/// </summary>
internal sealed class PageFiles
{
    public const string Start = "index.html";

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    private readonly Dictionary<string, PageFile> _files = new(StringComparer.Ordinal);

    public PageFiles()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (string name in assembly.GetManifestResourceNames().Where(name => ContentTypes.ContainsKey(Path.GetExtension(name))))
        {
            using var resource = assembly.GetManifestResourceStream(name)!;
            using var content = new MemoryStream();
            resource.CopyTo(content);
            _files[name] = Make(name, content.ToArray());
        }
    }

    public IEnumerable<string> Names => _files.Keys;

    public async Task SendAsync(HttpContext context, string name)
    {
        var file = _files[name];
        var headers = context.Response.Headers;
        headers.ETag = file.Tag;
        headers.Vary = HeaderNames.AcceptEncoding;
        // Kept, and asked for each time: after an update of the program nobody sees yesterday's page.
        headers.CacheControl = "no-cache";
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        bool compressed = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (compressed) headers.ContentEncoding = "gzip";
        await Answers.WriteAsync(context, StatusCodes.Status200OK, file.ContentType, compressed ? file.Compressed : file.Content);
    }

    private static PageFile Make(string name, byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal)) gzip.Write(content);
        string tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content)[..8])}\"";
        return new PageFile(ContentTypes[Path.GetExtension(name)], content, compressed.ToArray(), tag);
    }

    private sealed record PageFile(string ContentType, byte[] Content, byte[] Compressed, string Tag);
}
