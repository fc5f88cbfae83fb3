using System.Globalization;
using Pipeline.Core.Progress;

namespace Pipeline.Delivery.Reports;

/// <summary>How far a step is, how fast it goes, and how long it will take, from its first event on.</summary>
public sealed class StepPace(TimeProvider clock)
{
    private const double Million = 1e6;

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
            .. pace > 0 ? [$"{Amount(pace, advanced.Unit)}/s"] : Array.Empty<string>(),
            .. pace > 0 && advanced.Total is { } all
                ? [$"{Math.Ceiling((all - advanced.Done) / pace).ToString(CultureInfo.InvariantCulture)} s left"]
                : Array.Empty<string>(),
        ];
        return string.Join(", ", more.Prepend(string.Join(' ', parts)));
    }

    private static string Amount(double amount, string unit) => unit == "bytes"
        ? string.Create(CultureInfo.InvariantCulture, $"{amount / Million:0} MB")
        : $"{Counted(amount)} {unit}";

    private static string Counted(double count) => count < Million
        ? count.ToString("0", CultureInfo.InvariantCulture)
        : (count / Million).ToString("0.0 M", CultureInfo.InvariantCulture);
}
