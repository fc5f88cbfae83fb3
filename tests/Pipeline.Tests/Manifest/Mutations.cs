namespace Pipeline.Manifest;

/// <summary>Wrong and right manifests without end, the same ones for the same seed.</summary>
internal sealed class Mutations(int seed)
{
    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ": ", "- ", "\n", "  ", "\t", "'", "\"", "#", "&a ", "*a", "!!str ", "|", ">", "? ",
        "---\n", "...\n", "%YAML 1.2\n",
        "~", "null", "true", "no", "0", "-1", "1e309", ".inf", ".nan", "0x1F", "0o17",
        "9223372036854775808", "\\", "\0", "\u2028", "\ud800",
        "é", "😀", "type", "at-least: 1", "between: [0, 1]", "metric", "pipeline: 1",
        "<<: ", ",", "100000000000d", "1.5h", "\r", "\uFEFF",
    ];

    private readonly Random _random = new(seed);

    public IEnumerable<string> Of(string text, int count) => Enumerable.Range(0, count).Select(_ => Mutate(text));

    private string Mutate(string text)
    {
        for (var times = _random.Next(1, 4); times > 0; times--)
            text = Once(text);
        return text;
    }

    private string Once(string text)
    {
        var at = _random.Next(text.Length + 1);
        var length = Math.Min(_random.Next(1, 12), text.Length - at);
        return _random.Next(5) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, Token()),
            2 => text.Remove(at, length).Insert(at, Token()),
            3 => Lines(text, at),
            _ => text.Insert(_random.Next(text.Length + 1), text.Substring(at, length)),
        };
    }

    private string Lines(string text, int at)
    {
        var lines = text.Split('\n').ToList();
        var from = _random.Next(lines.Count);
        var line = lines[from];
        if (at % 2 == 0)
            lines.RemoveAt(from);
        lines.Insert(_random.Next(lines.Count + 1), line);
        return string.Join('\n', lines);
    }

    private string Token() => Tokens[_random.Next(Tokens.Length)];
}
