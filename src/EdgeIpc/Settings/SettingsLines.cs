using System.Text;
using System.Text.Json;

namespace EdgeIpc.Settings;

/// <summary>On which line of a settings file each key stands, so that a person finds what is wrong; and the keys that stand twice.</summary>
internal sealed class SettingsLines
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly List<string> _twice = [];

    private SettingsLines()
    {
    }

    /// <summary>One sentence for each key that stands twice: which of the two was meant nobody can know.</summary>
    public IReadOnlyList<string> Twice => _twice;

    /// <exception cref="JsonException">The text is damaged; says where.</exception>
    public static SettingsLines Of(string json)
    {
        var lines = new SettingsLines();
        byte[] text = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        var position = new Position(text);
        if (reader.Read()) lines.Take(ref reader, "", position);
        // Reading on finds what stands behind the end.
        while (reader.Read())
        {
        }

        return lines;
    }

    /// <summary>"line 3: " for a key with indexes (<c>alarms[0].holdMs</c>), or for what it lies in when the file leaves it out; empty for the whole file.</summary>
    public string Prefix(string path)
    {
        for (string key = path; key.Length > 0; key = Outer(key))
        {
            if (_lines.TryGetValue(key, out int line)) return $"line {line}: ";
        }

        return "";
    }

    private static string Outer(string path) => path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];

    private void Take(ref Utf8JsonReader reader, string path, Position position)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                string name = reader.GetString()!;
                string key = path.Length == 0 ? name : $"{path}.{name}";
                Note(key, position.LineAt(reader.TokenStartIndex));
                reader.Read();
                Take(ref reader, key, position);
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (int i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
            {
                Note($"{path}[{i}]", position.LineAt(reader.TokenStartIndex));
                Take(ref reader, $"{path}[{i}]", position);
            }
        }
    }

    private void Note(string key, int line)
    {
        if (!_lines.TryAdd(key, line)) _twice.Add($"line {line}: '{key}' stands on line {_lines[key]} already");
    }

    /// <summary>Counts lines as the reader goes on; positions only grow.</summary>
    private sealed class Position(byte[] text)
    {
        private int _at;
        private int _line = 1;

        public int LineAt(long index)
        {
            for (; _at < index; _at++)
            {
                if (text[_at] == '\n') _line++;
            }

            return _line;
        }
    }
}
