using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Monitoring.Costs;
using Pipeline.Monitoring.Rules;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Monitoring;

/// <summary>The manifest's <c>monitoring:</c>.</summary>
[Description("How the model is watched in production.")]
public sealed record MonitoringSection : IValidatedRecord
{
    /// <summary>To register with a manifest's schema.</summary>
    public static ManifestSection Registration { get; } =
        ManifestSection.Required<MonitoringSection>("monitoring") with { IsRequired = false };

    [Description("How much traffic is judged at once: a time such as 1h, 1d or 7d, or a number of predictions such as 5000 rows; "
        + "1d by default.")]
    public WindowLength Window { get; init; } = WindowLength.Day;

    [Description("How long after a window's end it is still waited for what comes late from servers; 1m by default.")]
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan Wait { get; init; } = TimeSpan.FromMinutes(1);

    [Description("How long outcomes may come after their prediction; what comes later is counted and left out; 90d by default.")]
    [Range(typeof(TimeSpan), "00:01:00", "730.00:00:00")]
    public TimeSpan OutcomesWithin { get; init; } = TimeSpan.FromDays(90);

    [Description("How long windows are kept; 730d by default.")]
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(730);

    [Description("A column of inputs that outcomes in a file are matched by, instead of the id of the prediction.")]
    [Length(1, 1000)]
    public string? OutcomeKey { get; init; }

    [Description("What an estimate of the servers' energy assumes; what Cloud Carbon Footprint does for AWS by default.")]
    public EnergySpec Energy { get; init; } = new();

    /// <summary>None means <see cref="StandardRules"/>.</summary>
    [Description("What must hold of each window; drift, quality and volume by default.")]
    public IReadOnlyList<RuleSpec>? Rules { get; init; }

    public IEnumerable<Finding> Validate()
    {
        foreach (var (index, rule) in (Rules ?? []).Index())
        {
            if (Rules!.Take(index).Any(other => other.Id == rule.Id))
            {
                yield return new Finding(nameof(Rules), $"There are two rules '{rule.Id}'; give one another name.")
                {
                    Item = index,
                };
            }
        }
    }
}
