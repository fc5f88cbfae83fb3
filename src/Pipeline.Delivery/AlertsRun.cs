using System.Globalization;
using System.Security.Cryptography;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Delivery.Reports;
using Pipeline.Monitoring.Alerts;
using Pipeline.Monitoring.Channels;
using Pipeline.Monitoring.Rules;

namespace Pipeline.Delivery;

/// <summary>What the targets call that look at alerts, silence them, and try their channels.</summary>
internal sealed class AlertsRun(DeliveryRequest request, ModelPlace place, EnvironmentsFile file)
{
    private const int ShortestBeginning = 4;

    public static async Task<AlertsRun> OpenAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        var file = await EnvironmentsFile.ReadAsync(request, cancellationToken);
        var place = ModelPlace.Find(request, name =>
            file.Names.Any(x => EnvironmentsFile.IsKnown(file.Site(x, name).Folder)));
        return new AlertsRun(request, place, file);
    }

    /// <summary>Lists what is pending and what fires, and which silences there are.</summary>
    public async Task ShowAsync(CancellationToken cancellationToken)
    {
        foreach (var environment in file.Select(request.Environment))
        {
            var book = await FolderOf(environment).ReadAsync(cancellationToken);
            var (title, now) = ($"{environment} of {place.Name}", request.Clock.GetUtcNow());
            var count = book.Open.Count == 0 ? "no alert is open" : Count(book.Open.Count, "open alert");
            request.Face.Write([$"{title}: {count}"]);
            if (book.Open.Count > 0)
                request.Face.Write(AlertsTable.Of(book, now));
            foreach (var alert in book.Open.Where(x => x.Deed is not null))
                request.Face.Write([$"{alert.Fingerprint}  {AlertText.Line(alert.Deed!.Words)}"]);
            foreach (var alert in book.Open.Where(x => x.State == AlertState.Firing && x.Next is not null))
                request.Face.Write([$"{alert.Fingerprint}  {AlertText.Line(alert.Next!)}"]);
            foreach (var silence in book.Silences.Where(x => x.Until > now))
                request.Face.Write([AlertsTable.Words(silence)]);
            foreach (var held in await Delivery(request, file, place.Name, environment).LeftAsync(cancellationToken))
                request.Face.Warn($"{held.Title} ({held.Kind}) has {Count(held.Left, "message")} to tell yet: {held.Failure}");
        }
    }

    /// <summary>Sends a trial through each channel, and says what came of it.</summary>
    /// <exception cref="ChannelsFailedException">Some did not take it.</exception>
    public async Task TestAsync(CancellationToken cancellationToken)
    {
        var environments = file.SelectWithAlerts(request.Environment);
        var failures = new List<string>();
        foreach (var environment in environments)
        {
            var outcomes = await Delivery(request, file, place.Name, environment)
                .TestAsync(place.Name, environment, cancellationToken);
            request.Face.Write(AlertsTable.Of(outcomes));
            failures.AddRange(outcomes.Where(x => x.Failure is not null)
                .Select(x => $"{environment}, {x.Title} ({x.Kind}): {x.Failure}."));
        }

        if (failures.Count > 0)
            throw new ChannelsFailedException(failures);
    }

    /// <summary>Nobody is told of an alert for a while.</summary>
    /// <param name="alert">Its fingerprint, the beginning of one, or a rule for all of its alerts.</param>
    /// <param name="span">For how long: 30m, 4h or 2d.</param>
    /// <param name="lift">Ends silences instead.</param>
    /// <param name="reason">Why; asked for where nobody says.</param>
    /// <param name="cancellationToken">Ends it before anything is written.</param>
    public async Task SilenceAsync(string? alert, string? span, bool lift, string? reason, CancellationToken cancellationToken)
    {
        var environment = file.SelectOne(request.Environment);
        var now = request.Clock.GetUtcNow();
        var until = now + (lift ? TimeSpan.Zero : Read(span));
        var why = lift ? "" : Required(reason);
        Silence? made = null;
        var lifted = 0;
        await FolderOf(environment).ChangeAsync(
            book =>
            {
                var silence = Find(book, alert, environment, lift) with { Until = until, At = now, Reason = why };
                var same = book.Silences.Where(x => x.Fingerprint == silence.Fingerprint && x.Rule == silence.Rule).ToList();
                lifted = same.Count(x => x.Until > now);
                var without = same.Aggregate(book, (after, x) => after.Without(x.Id));
                made = silence;
                return lift ? without : without.With(silence, now);
            },
            cancellationToken);
        request.Face.Write([lift
            ? $"{environment} of {place.Name}: {Count(lifted, "silence")} of {made!.Fingerprint?.ToString() ?? made.Rule} lifted"
            : $"{environment} of {place.Name}: {AlertsTable.Words(made!)}"]);
    }

    /// <summary>What tells an environment's channels of its alerts.</summary>
    internal static AlertDelivery Delivery(DeliveryRequest request, EnvironmentsFile file, ModelName model, string environment)
    {
        var alerts = file.AlertsOf(environment);
        var folder = new AlertFolder(file.Site(environment, model).Folder.Monitoring, sentence => request.Face.Warn(sentence));
        return new AlertDelivery(folder, alerts.Channels, new AlertDeliveryOptions
        {
            Folder = request.Root,
            Quiet = alerts.Quiet,
            Clock = request.Clock,
            // What waits must differ between machines, and nothing else depends on it.
            Backoff = new Backoff(() => RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20)),
        });
    }

    private AlertFolder FolderOf(string environment) =>
        new(file.Site(environment, place.Name).Folder.Monitoring, sentence => request.Face.Warn(sentence));

    private Silence Find(AlertBook book, string? alert, string environment, bool lift)
    {
        var rules = book.Open.Select(x => x.Subject.Rule).Concat(book.Silences.Select(x => x.Rule).OfType<string>()).ToHashSet();
        var fingerprints = book.Open.Select(x => x.Fingerprint).Concat(book.Silences.Select(x => x.Fingerprint ?? default))
            .Where(x => alert?.Length >= ShortestBeginning && $"{x}".StartsWith(alert, StringComparison.Ordinal))
            .Distinct().ToList();
        if (alert is null)
            throw Wrong("Nobody says which alert is meant.", $"Name one with '--alert': {Known(book)}");
        if (fingerprints is [var fingerprint])
            return Made($"{fingerprint}") with { Fingerprint = fingerprint };
        if (fingerprints.Count > 1)
            throw Wrong($"Several alerts begin with '{alert}'.", $"Say more of it: {Known(book)}");
        if (!rules.Contains(alert))
            throw Wrong($"{environment} of {place.Name} has no open alert '{AlertText.Line(alert, 100)}'.", Known(book));
        return Made(alert) with { Rule = alert };

        Silence Made(string what)
        {
            var now = request.Clock.GetUtcNow();
            var id = Digest.OfText(string.Create(CultureInfo.InvariantCulture, $"{what} {now:O}")).Brief;
            return new Silence(id, now, request.Actor.Name, lift ? "lifted" : "") { At = now };
        }
    }

    private static string Known(AlertBook book) => book.Open.Count == 0
        ? "No alert is open."
        : $"Open are {string.Join(", ", book.Open.Select(x => $"{x.Fingerprint} ({AlertText.Line($"{x.Subject}", 80)})"))}.";

    private string Required(string? reason) =>
        (string.IsNullOrWhiteSpace(reason) ? request.Face.Ask("Why is nobody to be told?") : reason) is { Length: > 0 } given
            ? AlertText.Line(given)
            : throw Wrong("A silence needs a reason.", "Say it with '--reason \"...\"'.");

    private static TimeSpan Read(string? span) => Persistence.TryParse(span, null, out var read) && read.Time is { } time
        ? time
        : throw Wrong(
            span is null ? "Nobody says for how long, by '--duration'." : $"'--duration' is '{AlertText.Line(span, 100)}'.",
            "A time such as 30m, 4h or 2d is accepted.");

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private static InvalidInputException Wrong(string message, string hint) => new([new Problem(message, hint)]);
}

/// <summary>Some channels did not take a message.</summary>
/// <param name="failures">A sentence of each, which names it.</param>
public sealed class ChannelsFailedException(IReadOnlyList<string> failures) : Exception(
    $"The trial did not arrive everywhere.{string.Concat(failures.Select(x => $"\n  {x}"))}");
