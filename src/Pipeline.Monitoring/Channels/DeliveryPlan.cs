using Pipeline.Core.Checks;
using Pipeline.Monitoring.Alerts;

namespace Pipeline.Monitoring.Channels;

/// <summary>What a channel has to tell now, in order: of two alerts with one fingerprint, the older comes first.</summary>
internal static class DeliveryPlan
{
    /// <param name="book">The alerts as they are.</param>
    /// <param name="memory">What the channel has told.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="quiet">Quiet times of the environment.</param>
    /// <param name="now">When.</param>
    public static IReadOnlyList<AlertMessage> Of(
        AlertBook book, ChannelMemory memory, ConfiguredChannel channel, IReadOnlyList<QuietSpec> quiet, DateTimeOffset now)
    {
        var isQuiet = quiet.Concat(channel.Spec.Quiet).Any(x => x.Holds(now));
        var plan = new List<AlertMessage>();
        var waiting = new HashSet<AlertFingerprint>();
        foreach (var alert in book.Resolved.Concat(book.Open).Where(x => IsFor(x, channel)).OrderBy(x => x.Number))
        {
            var told = memory.Find(alert);
            if (NewsOf(alert, told, channel, book.SilenceOf(alert, now) is not null, now) is not { } news)
                continue;
            var isHeld = (isQuiet && !alert.IsUrgent)
                || memory.Refused.Any(x => x.Number == alert.Number && x.Fault.Next > now)
                || waiting.Contains(alert.Fingerprint);
            if (isHeld)
                waiting.Add(alert.Fingerprint);
            else
                plan.Add(new AlertMessage(news, alert) { MessageId = told?.MessageId, At = now });
        }

        return plan;
    }

    /// <summary>Whether nothing is left to tell of an alert that is over, held back or not.</summary>
    public static bool IsDone(Alert alert, ChannelMemory memory, ConfiguredChannel channel) =>
        !IsFor(alert, channel) || NewsOf(alert, memory.Find(alert), channel, isSilenced: false, alert.LastSeen) is null;

    private static bool IsFor(Alert alert, ConfiguredChannel channel) =>
        alert.State != AlertState.Pending && (channel.Spec.Severity == Severity.Warn || alert.Severity == Severity.Error);

    private static AlertNews? NewsOf(
        Alert alert, ToldAlert? told, ConfiguredChannel channel, bool isSilenced, DateTimeOffset now)
    {
        return (alert.State, told) switch
        {
            (AlertState.Resolved, null) => alert.WasSilenced ? null : AlertNews.Resolved,
            (AlertState.Resolved, { News: AlertNews.Resolved }) => null,
            (AlertState.Resolved, _) => AlertNews.Resolved,
            _ when isSilenced => null,
            (_, null) => AlertNews.Firing,
            (_, { } before) when channel.TakesUpdates && alert.Change > before.Change => AlertNews.Updated,
            (_, { } before) when channel.RenewAfter is { } renew && now - before.At >= renew => AlertNews.Updated,
            _ => null,
        };
    }
}
