using System.Globalization;
using Pipeline.Monitoring.Alerts;
using Pipeline.Monitoring.Channels;

namespace Pipeline.Delivery.Reports;

/// <summary>Alerts and what came of channels, as tables for people.</summary>
internal static class AlertsTable
{
    public static ReportTable Of(AlertBook book, DateTimeOffset now) => new(
        ["Alert", "State", "Since", "#Windows", "What"],
        [
            .. book.Open.OrderBy(x => x.State == AlertState.Firing ? 0 : 1).ThenBy(x => x.Number).Select(x => new TableCell[]
            {
                new($"{x.Fingerprint}"),
                new(StateOf(book, x, now), x.State == AlertState.Firing ? TableTone.Bad : TableTone.Doubtful),
                new(AlertText.Moment(x.Since)),
                new(x.TimesSeen.ToString(CultureInfo.InvariantCulture)),
                new(AlertText.Line(x.What)),
            }),
        ]);

    public static ReportTable Of(IReadOnlyList<ChannelOutcome> outcomes) => new(
        ["Channel", "Kind", "Came of it"],
        [
            .. outcomes.Select(x => new TableCell[]
            {
                new(x.Title),
                new(x.Kind),
                x.Failure is { } failure ? new(failure, TableTone.Bad) : new(x.Note ?? "taken", TableTone.Good),
            }),
        ]);

    public static string Words(Silence silence) =>
        $"{silence.Fingerprint?.ToString() ?? silence.Rule} is silenced until {AlertText.Moment(silence.Until)} by {silence.By}: "
        + silence.Reason;

    private static string StateOf(AlertBook book, Alert alert, DateTimeOffset now)
    {
        var state = alert.State == AlertState.Firing ? "firing" : "pending";
        return book.SilenceOf(alert, now) is null ? state : $"{state}, silenced";
    }
}
