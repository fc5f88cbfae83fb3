using Pipeline.Delivery.Reports;
using Spectre.Console;

namespace Pipeline.Targets.Face;

/// <summary>
/// Tables on the console that the build keeps secrets from. Without a terminal they are plain and 80 columns wide, so that a log
/// is the same wherever it was written.
/// </summary>
internal static class ConsoleTable
{
    private const int Usual = 80;
    private const int Widest = 140;

    public static void Write(ReportTable table)
    {
        var hasTerminal = HasTerminal(Environment.GetEnvironmentVariable);
        Write(Console.Out, table, hasTerminal ? WidthOfTerminal : Usual, hasTerminal);
    }

    public static int WidthOfTerminal => Math.Clamp(Console.WindowWidth, Usual, Widest);

    public static void Write(TextWriter output, ReportTable table, int width, bool isColoured)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isColoured ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isColoured ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        var grid = new Table { Border = TableBorder.Simple, UseSafeBorder = false };
        foreach (var head in table.Heads)
        {
            var column = new TableColumn(new Text(head.TrimStart('#'))) { Padding = new Padding(0, 0, 2, 0) };
            grid.AddColumn(head.StartsWith('#') ? column.RightAligned() : column);
        }

        foreach (var row in table.Rows)
            grid.AddRow(row.Select(x => new Text(ConsoleText.Printable(x.Text), StyleOf(x.Tone))));
        console.Write(grid);
    }

    /// <summary>Whether somebody sees colours, and lines that are written over.</summary>
    public static bool HasTerminal(Func<string, string?> variable) =>
        !Console.IsOutputRedirected && variable("NO_COLOR") is null or "" && variable("TERM") is not (null or "" or "dumb");

    private static Style StyleOf(TableTone tone) => tone switch
    {
        TableTone.Good => new Style(Color.Green),
        TableTone.Bad => new Style(Color.Red, decoration: Decoration.Bold),
        TableTone.Doubtful => new Style(Color.Yellow),
        _ => Style.Plain,
    };
}

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

/// <summary>Lines that are written over by the next ones, for who watches something.</summary>
internal sealed class ConsoleScreen
{
    private const string Clear = "\u001b[J";

    private int _height;

    public static bool IsThere => ConsoleTable.HasTerminal(Environment.GetEnvironmentVariable);

    /// <summary>A line for each frame that tells something else than the one before.</summary>
    public static void Tell(IReadOnlyList<WatchFrame> frames, IReadOnlyList<WatchFrame> before) =>
        ConsoleText.Write(frames.Select(x => x.Brief).Where(x => before.All(y => y.Brief != x)));

    public void Show(IReadOnlyList<WatchFrame> frames)
    {
        var lines = Lines(frames, ConsoleTable.WidthOfTerminal, isColoured: true);
        var up = _height == 0 ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\u001b[{_height}A");
        Console.Out.Write($"{up}{Clear}{string.Join('\n', lines)}\n");
        _height = lines.Count;
    }

    /// <summary>All frames as lines of at most a width.</summary>
    public static IReadOnlyList<string> Lines(IReadOnlyList<WatchFrame> frames, int width, bool isColoured)
    {
        var lines = new List<string>();
        foreach (var frame in frames)
        {
            lines.AddRange(ConsoleText.Wrap(frame.Title));
            foreach (var table in frame.Tables)
            {
                using var written = new StringWriter { NewLine = "\n" };
                ConsoleTable.Write(written, table, width, isColoured);
                lines.AddRange(written.ToString().TrimEnd('\n').Split('\n').Where(x => !string.IsNullOrWhiteSpace(x)));
            }

            lines.AddRange(frame.Lines.SelectMany(ConsoleText.Wrap));
        }

        return lines;
    }
}
