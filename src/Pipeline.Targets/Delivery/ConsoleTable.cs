using Spectre.Console;

namespace Pipeline.Targets.Delivery;

/// <summary>
/// Tables on the console that the build keeps secrets from. Without a terminal they are plain and 80 columns wide, so that a log
/// is the same wherever it was written.
/// </summary>
internal static class ConsoleTable
{
    private const int Usual = 80;
    private const int Widest = 140;

    /// <param name="heads">The names of the columns; those that begin with "#" are of numbers, and aligned to the right.</param>
    /// <param name="rows">Each with a cell for each column.</param>
    public static void Write(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<TableCell>> rows)
    {
        var hasTerminal = HasTerminal(Environment.GetEnvironmentVariable);
        Write(Console.Out, heads, rows, hasTerminal ? Math.Clamp(Console.WindowWidth, Usual, Widest) : Usual, hasTerminal);
    }

    public static void Write(
        TextWriter output, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<TableCell>> rows, int width, bool isColoured)
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
        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = false };
        foreach (var head in heads)
        {
            var column = new TableColumn(new Text(head.TrimStart('#'))) { Padding = new Padding(0, 0, 2, 0) };
            table.AddColumn(head.StartsWith('#') ? column.RightAligned() : column);
        }

        foreach (var row in rows)
            table.AddRow(row.Select(x => new Text(ConsoleText.Printable(x.Text), StyleOf(x.Tone))));
        console.Write(table);
    }

    private static bool HasTerminal(Func<string, string?> variable) =>
        !Console.IsOutputRedirected && variable("NO_COLOR") is null or "" && variable("TERM") is not (null or "" or "dumb");

    private static Style StyleOf(TableTone tone) => tone switch
    {
        TableTone.Good => new Style(Color.Green),
        TableTone.Bad => new Style(Color.Red, decoration: Decoration.Bold),
        TableTone.Doubtful => new Style(Color.Yellow),
        _ => Style.Plain,
    };
}

/// <summary>Text in a table, and what it means to its reader.</summary>
internal sealed record TableCell(string Text, TableTone Tone = TableTone.Plain)
{
    public static implicit operator TableCell(string text) => new(text);
}

/// <summary>What a cell means to its reader.</summary>
internal enum TableTone
{
    Plain,
    Good,
    Doubtful,
    Bad,
}
