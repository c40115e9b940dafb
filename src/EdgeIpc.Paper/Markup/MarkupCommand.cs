using System.Globalization;

namespace EdgeIpc.Paper;

/// <summary>A line that begins with @: its name, its options (key=value, or a word of its own), and what stands behind them.</summary>
internal sealed class MarkupCommand
{
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    private readonly string[] _known;

    private MarkupCommand(string name, string[] known) => (Name, _known) = (name, known);

    internal string Name { get; }

    /// <summary>The text behind the options, or empty.</summary>
    internal string Text { get; private set; } = "";

    /// <param name="line">Without the @.</param>
    /// <param name="options">By command, the options that it takes. What looks like another option belongs to the text.</param>
    /// <exception cref="FormatException">No such command.</exception>
    internal static MarkupCommand Parse(string line, IReadOnlyDictionary<string, string[]> options)
    {
        string rest = line, name = TakeWord(ref rest);
        if (!options.TryGetValue(name, out string[]? known))
            throw new FormatException($"there is no @{name}; allowed are {string.Join(", ", options.Keys.Select(known => "@" + known))}, and \\@ prints the sign");
        var command = new MarkupCommand(name, known) { Text = rest };
        command.TakeOptions();
        return command;
    }

    /// <summary>The first word of the text; options may stand behind it, too.</summary>
    internal string TakeWord()
    {
        string rest = Text, word = TakeWord(ref rest);
        Text = rest;
        TakeOptions();
        return word;
    }

    private void TakeOptions()
    {
        while (Text.Length > 0)
        {
            string rest = Text, word = TakeWord(ref rest);
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? word : word[..equals];
            if (!_known.Contains(key, StringComparer.Ordinal) || _options.ContainsKey(key))
                return;
            _options[key] = equals < 0 ? "" : word[(equals + 1)..];
            Text = rest;
        }
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
