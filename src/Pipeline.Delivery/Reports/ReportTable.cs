using System.Globalization;
using System.Text;
using Pipeline.Core.Progress;

namespace Pipeline.Delivery.Reports;

/// <summary>A table for people.</summary>
/// <param name="Heads">The names of the columns; those that begin with "#" are of numbers, and aligned to the right.</param>
/// <param name="Rows">Each with a cell for each column.</param>
public sealed record ReportTable(IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<TableCell>> Rows);

/// <summary>Text in a table, and what it means to its reader.</summary>
public sealed record TableCell(string Text, TableTone Tone = TableTone.Plain);

/// <summary>What a cell means to its reader.</summary>
public enum TableTone
{
    Plain,
    Good,
    Doubtful,
    Bad,
}

/// <summary>Text from anywhere within Markdown.</summary>
public static class MarkdownText
{
    /// <summary>Text in a table's cell: no line breaks, and nothing that Markdown or HTML would act upon.</summary>
    public static string Cell(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cell = new StringBuilder();
        foreach (var character in text)
        {
            if (character is '\r' or '\n')
                cell.Append(' ');
            else if (@"\`*_{}[]<>#|!~".Contains(character, StringComparison.Ordinal))
                cell.Append('\\').Append(character);
            else
                cell.Append(character);
        }

        return cell.ToString();
    }
}

/// <summary>How far a step is, how fast it goes, and how long it will take, from its first event on.</summary>
public sealed class StepPace(TimeProvider clock)
{
    private const double Million = 1e6;
    private const int SecondsOfAMinute = 60;

    private string _step = "";
    private long _begin;
    private long _doneAtBegin;

    public string Describe(StepEvent.Advanced advanced)
    {
        if (advanced.Step != _step || advanced.Done < _doneAtBegin)
            (_step, _begin, _doneAtBegin) = (advanced.Step, clock.GetTimestamp(), advanced.Done);
        var seconds = clock.GetElapsedTime(_begin).TotalSeconds;
        var pace = seconds > 0 ? (advanced.Done - _doneAtBegin) / seconds : 0;
        string[] parts =
        [
            advanced.Share?.ToString("0%", CultureInfo.InvariantCulture) ?? Amount(advanced.Done, advanced.Unit),
            .. advanced.Total is { } total ? [$"of {Amount(total, advanced.Unit)}"] : Array.Empty<string>(),
        ];
        string[] more =
        [
            .. advanced.Rows is { } rows ? [$"{Counted(rows)} rows"] : Array.Empty<string>(),
            .. pace > 0 ? [Pace(pace, advanced.Unit)] : Array.Empty<string>(),
            .. pace > 0 && advanced.Total is { } all
                ? [$"{Math.Ceiling((all - advanced.Done) / pace).ToString(CultureInfo.InvariantCulture)} s left"]
                : Array.Empty<string>(),
            .. advanced.Note is { } note ? [note] : Array.Empty<string>(),
        ];
        return string.Join(", ", more.Prepend(string.Join(' ', parts)));
    }

    /// <summary>Of what is slow, how many in a minute.</summary>
    private static string Pace(double pace, string unit) => unit != "bytes" && pace < 1
        ? $"{Amount(pace * SecondsOfAMinute, unit)}/min"
        : $"{Amount(pace, unit)}/s";

    private static string Amount(double amount, string unit) => unit == "bytes"
        ? string.Create(CultureInfo.InvariantCulture, $"{amount / Million:0} MB")
        : $"{Counted(amount)} {unit}";

    private static string Counted(double count) => count < Million
        ? count.ToString("0", CultureInfo.InvariantCulture)
        : (count / Million).ToString("0.0 M", CultureInfo.InvariantCulture);
}
