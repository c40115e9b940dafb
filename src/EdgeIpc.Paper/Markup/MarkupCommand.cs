using System.Globalization;

namespace EdgeIpc.Paper;

/// <summary>A line that begins with @: its name, its options (key=value, or a word of its own), and what stands behind them.</summary>
internal sealed class MarkupCommand
{
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    private MarkupCommand(string name) => Name = name;

    internal string Name { get; }

    /// <summary>The text behind the options, or empty.</summary>
    internal string Text { get; private set; } = "";

    /// <param name="line">Without the @.</param>
    /// <param name="options">By command, the options that it takes. What looks like another option belongs to the text.</param>
    /// <exception cref="FormatException">No such command.</exception>
    internal static MarkupCommand Parse(string line, IReadOnlyDictionary<string, string[]> options)
    {
        string rest = line;
        var command = new MarkupCommand(TakeWord(ref rest));
        if (!options.TryGetValue(command.Name, out string[]? known))
            throw new FormatException($"there is no @{command.Name}; allowed are {string.Join(", ", options.Keys.Select(name => "@" + name))}, and \\@ prints the sign");
        while (rest.Length > 0)
        {
            string before = rest, word = TakeWord(ref rest);
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? word : word[..equals];
            if (!known.Contains(key, StringComparer.Ordinal) || command._options.ContainsKey(key))
            {
                rest = before;
                break;
            }

            command._options[key] = equals < 0 ? "" : word[(equals + 1)..];
        }

        command.Text = rest;
        return command;
    }

    internal bool Has(string option) => _options.ContainsKey(option);

    internal string? Value(string option) => _options.GetValueOrDefault(option);

    /// <exception cref="FormatException">No number, or out of its range.</exception>
    internal int Number(string option, int least, int most, int otherwise)
    {
        if (!_options.TryGetValue(option, out string? value))
            return otherwise;
        return ParseNumber(value, least, most, option);
    }

    /// <exception cref="FormatException">There is a text behind the options, or there must be one.</exception>
    internal void RequireText(bool wanted, string what)
    {
        if (wanted && Text.Length == 0)
            throw new FormatException($"@{Name} needs {what} behind it");
        if (!wanted && Text.Length > 0)
            throw new FormatException($"@{Name} takes no '{Text}'; allowed is {what}");
    }

    internal int ParseNumber(string value, int least, int most, string what)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
            return number;
        throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"the {what} of @{Name} is '{value}'; allowed are {least} to {most}"));
    }

    private static string TakeWord(ref string rest)
    {
        int end = rest.IndexOf(' ', StringComparison.Ordinal);
        string word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? "" : rest[(end + 1)..].TrimStart(' ');
        return word;
    }
}
