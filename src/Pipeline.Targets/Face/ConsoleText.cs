namespace Pipeline.Targets.Face;

/// <summary>Plain lines for people: without time stamps and colours, in 80 columns.</summary>
internal static class ConsoleText
{
    private const int Width = 80;
    private const int DeepestHang = Width / 2;

    /// <summary>Writes a line as it is, for what is to be copied as a whole.</summary>
    public static void WriteLine(string line) => Console.Out.WriteLine(Printable(line));

    /// <summary>Writes to the console that the build keeps secrets from.</summary>
    public static void Write(IEnumerable<string> lines)
    {
        foreach (var row in lines.SelectMany(Wrap))
            Console.Out.WriteLine(row);
    }

    /// <summary>
    /// A line as rows that fit. All but the first are hung below the text behind the line's first gap of two spaces. A word that
    /// is longer than a row stays whole, so that addresses and paths can be copied.
    /// </summary>
    public static IEnumerable<string> Wrap(string line)
    {
        var rest = Printable(line);
        var hang = HangOf(rest);
        while (rest.Length > Width)
        {
            var cut = rest.LastIndexOf(' ', Width);
            if (cut <= hang)
                cut = rest.IndexOf(' ', Width);
            if (cut < 0)
                break;
            yield return rest[..cut].TrimEnd();
            rest = new string(' ', hang) + rest[cut..].TrimStart();
        }

        yield return rest;
    }

    /// <summary>What a server wrote may stand in a line, and must not act upon the terminal.</summary>
    public static string Printable(string line) =>
        string.Concat(line.Select(x => char.IsControl(x) ? ' ' : x)).TrimEnd();

    private static int HangOf(string line)
    {
        var indent = line.Length - line.TrimStart().Length;
        var gap = line.IndexOf("  ", indent, StringComparison.Ordinal);
        var text = gap < 0 ? 0 : gap + line[gap..].Length - line[gap..].TrimStart().Length;
        return text is 0 or > DeepestHang ? indent + 2 : text;
    }
}
