using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Monitoring.Alerts;
using Pipeline.Monitoring.Rules;

namespace Pipeline.Delivery.Monitoring;

/// <summary>
/// What rules have an alert do by itself: once for each alert that fires, once for each look whatever the number of alerts, and
/// not again by the same rule within its cool-down. It is written into the alert before it is done and after.
/// </summary>
internal sealed class AlertActions(
    DeliveryRequest request, IActionTarget target, AlertFolder folder, IReadOnlyList<RuleSpec> rules)
{
    /// <param name="environment">Whose alerts they are.</param>
    /// <param name="book">As it is after the last windows.</param>
    /// <param name="cancellationToken">Ends it between two actions.</param>
    /// <returns>The book with what was done.</returns>
    public async Task<AlertBook> ActAsync(string environment, AlertBook book, CancellationToken cancellationToken)
    {
        var named = rules.ToDictionary(x => x.Id, StringComparer.Ordinal);
        var done = new Dictionary<AlertAction, Alert>();
        foreach (var alert in book.Open.Where(x => x is { State: AlertState.Firing, Deed: null }))
        {
            if (named.GetValueOrDefault(alert.Subject.Rule) is not { OnAlert: { } action } rule)
                continue;
            var now = request.Clock.GetUtcNow();
            if (HoldingBack(book, rule, done.GetValueOrDefault(action), now) is { } because)
            {
                var heldBack = new AlertDeed(action, now, AlertDeedOutcome.HeldBack, because);
                book = await WriteAsync(environment, alert, heldBack, cancellationToken);
                continue;
            }

            done.TryAdd(action, alert);
            var begun = $"A {NameOf(action)} was begun, and the look ended before it was known what came of it.";
            book = await folder.ChangeAsync(
                x => x.With(alert.Number, new AlertDeed(action, now, AlertDeedOutcome.Begun, begun)), cancellationToken);
            book = await WriteAsync(environment, alert, await DoAsync(action, alert, cancellationToken), cancellationToken);
        }

        return book;
    }

    /// <summary>Why nothing is done; null where something is.</summary>
    private static string? HoldingBack(AlertBook book, RuleSpec rule, Alert? other, DateTimeOffset now)
    {
        var action = NameOf(rule.OnAlert!.Value);
        if (other is not null)
            return $"No {action} of its own: alert {other.Fingerprint} of the same look asked for one.";
        return book.LastDeed(rule.Id) is { } last && now - last < rule.CoolDown
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"No {action}: '{rule.Id}' had one at {AlertText.Moment(last)}, and its cool-down ends at ")
                + $"{AlertText.Moment(last + rule.CoolDown)}."
            : null;
    }

    private async Task<AlertDeed> DoAsync(AlertAction action, Alert alert, CancellationToken cancellationToken)
    {
        var actor = request.Actor with { Source = $"alert {alert.Fingerprint}" };
        var reason = AlertText.Line($"alert {alert.Fingerprint}: {alert.What}");
        var (outcome, words) = (AlertDeedOutcome.Done, "");
        try
        {
            words = await target.DoAsync(action, actor, reason, cancellationToken);
        }
        catch (AccessDeniedException exception)
        {
            (outcome, words) = (AlertDeedOutcome.Denied, $"No {NameOf(action)}: {exception.Message}");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // People are to be told of the alert whatever becomes of its action.
            (outcome, words) = (AlertDeedOutcome.Failed, $"The {NameOf(action)} failed: {exception.Message}");
        }

        return new AlertDeed(action, request.Clock.GetUtcNow(), outcome, AlertText.Line(words));
    }

    private async Task<AlertBook> WriteAsync(
        string environment, Alert alert, AlertDeed deed, CancellationToken cancellationToken)
    {
        var sentence = $"{environment}, alert {alert.Fingerprint}: {deed.Words}";
        if (deed.Outcome == AlertDeedOutcome.Done)
            request.Face.Say(sentence);
        else
            request.Face.Warn(sentence);
        return await folder.ChangeAsync(x => x.With(alert.Number, deed), cancellationToken);
    }

    private static string NameOf(AlertAction action) => action switch
    {
        AlertAction.Hold => "hold",
        AlertAction.Rollback => "rollback",
        _ => "retraining",
    };
}
