using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;

namespace Pipeline.Monitoring.Channels;

/// <summary>Who is told of the alerts of one environment. What is an alert stands in model.yml.</summary>
[Description("Who is told of the alerts of an environment, and when not.")]
public sealed record AlertsSpec : IValidatedRecord
{
    [Description("Channels by a name of your own, which stays: what was told is remembered by it.")]
    public required IReadOnlyDictionary<string, AlertChannelSpec> Channels { get; init; }

    [Description("When nobody is told but of what is urgent: it is told when the quiet time is over.")]
    [Length(0, 20)]
    public IReadOnlyList<QuietSpec> Quiet { get; init; } = [];

    /// <summary>The section of environments.yml that has them by the names of environments.</summary>
    public static ManifestSection Section { get; } =
        ManifestSection.Optional<IReadOnlyDictionary<string, AlertsSpec>>("alerts");

    public IEnumerable<Finding> Validate()
    {
        foreach (var name in Channels.Keys.Where(name => !Slug.IsValid(name)))
            yield return new Finding(nameof(Channels), $"'{name}' is no name of a channel; {Slug.Accepted} make one.");
    }
}

/// <summary>One channel: <c>{type: slack, options: {url: {env: SLACK_WEBHOOK_URL}}}</c>.</summary>
public sealed record AlertChannelSpec
{
    [Description("Which kind: slack, teams, webhook, email, alertmanager, file, or one that a build adds.")]
    [Length(1, 100)]
    public required string Type { get; init; }

    [Description("The options of its kind.")]
    public ManifestNode? Options { get; init; }

    [Description("Of which severity an alert is at least to be told here: warn, the default, for all of them, or error.")]
    public Severity Severity { get; init; } = Severity.Warn;

    [Description("Quiet times of this channel alone, beside those of the environment.")]
    [Length(0, 20)]
    public IReadOnlyList<QuietSpec> Quiet { get; init; } = [];
}

/// <summary>Times of a week: <c>{days: [sat, sun]}</c>, <c>{from: "22:00", to: "06:00", zone: Europe/Berlin}</c>.</summary>
public sealed record QuietSpec : IValidatedRecord
{
    [Description("Days on which it begins; all of them by default.")]
    [Length(0, 7)]
    public IReadOnlyList<QuietDay> Days { get; init; } = [];

    [Description("When it begins, as \"22:00\"; at the beginning of the day by default.")]
    [RegularExpression(@"([01][0-9]|2[0-3]):[0-5][0-9]")]
    public string? From { get; init; }

    [Description("When it ends, as \"06:00\"; before from, on the next day. At the end of the day by default.")]
    [RegularExpression(@"([01][0-9]|2[0-3]):[0-5][0-9]")]
    public string? To { get; init; }

    [Description("The time zone by its name in the IANA database; UTC by default.")]
    [Length(1, 100)]
    public string Zone { get; init; } = "UTC";

    public IEnumerable<Finding> Validate()
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _))
        {
            yield return new Finding(
                nameof(Zone), $"'{Zone}' is no time zone that this machine knows.", "Write one as Europe/Berlin.");
        }

        if (Days.Count == 0 && From is null && To is null)
            yield return new Finding(nameof(Days), "All times would be quiet.", "Name days, or from and to.");
        if (From is not null && From == To)
            yield return new Finding(nameof(To), $"It ends when it begins, at {From}.", "Leave both out for whole days.");
    }

    /// <summary>
    /// Whether a moment is in it. A day's clock that is set forward or back in between is the zone's own: what counts is what a
    /// clock on the wall shows.
    /// </summary>
    public bool Holds(DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, TimeZoneInfo.FindSystemTimeZoneById(Zone));
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        var (from, to) = (Read(From) ?? TimeOnly.MinValue, Read(To));
        if (to is not { } end)
            return time >= from && IsDay(local.DayOfWeek);
        return from < end
            ? time >= from && time < end && IsDay(local.DayOfWeek)
            : (time >= from && IsDay(local.DayOfWeek)) || (time < end && IsDay((DayOfWeek)(((int)local.DayOfWeek + 6) % 7)));
    }

    private bool IsDay(DayOfWeek day) => Days.Count == 0 || Days.Contains((QuietDay)day);

    private static TimeOnly? Read(string? text) =>
        text is null ? null : TimeOnly.ParseExact(text, "HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Days as manifests name them; numbered as .NET numbers them.</summary>
public enum QuietDay
{
    Sun,
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
}
