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
        Write(Console.Out, table, hasTerminal ? Math.Clamp(Console.WindowWidth, Usual, Widest) : Usual, hasTerminal);
    }

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
