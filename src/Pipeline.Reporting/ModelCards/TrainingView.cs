using System.Globalization;
using Pipeline.Core.Documents;

namespace Pipeline.Reporting.ModelCards;

/// <summary>How the model was made.</summary>
internal static class TrainingView
{
    public static SectionView Of(TrainingFacts training)
    {
        var section = new SectionView("Training");
        section.Add("trainer", FactView.Of("Trainer", training.Trainer, x => x));
        section.Add("options", FactView.Of("Options", training.Options, Text));
        section.Add("seed", FactView.Of("Seed", training.Seed, x => x.ToString(CultureInfo.InvariantCulture)));
        section.Add("duration", FactView.Of("Duration", training.Duration, Figure.OfDuration));
        section.Add("toolkit", FactView.Of("Toolkit", training.Toolkit, x => x));
        return section;
    }

    private static string Text(IReadOnlyList<KeyValuePair<string, string>> options) =>
        options.Count == 0 ? "defaults" : string.Join(", ", options.Select(x => $"{x.Key}: {x.Value}"));
}

/// <summary>What a model card says about how the model was made.</summary>
public sealed record TrainingFacts
{
    public CardFact<string> Trainer { get; init; } = CardFact.Missing<string>();

    /// <summary>The trainer's options by name, in the order in which they are shown.</summary>
    public CardFact<IReadOnlyList<KeyValuePair<string, string>>> Options { get; init; } =
        CardFact.Missing<IReadOnlyList<KeyValuePair<string, string>>>();

    public CardFact<long> Seed { get; init; } = CardFact.Missing<long>();

    public CardFact<TimeSpan> Duration { get; init; } = CardFact.Missing<TimeSpan>();

    /// <summary>The version of the toolkit that trained.</summary>
    public CardFact<string> Toolkit { get; init; } = CardFact.Missing<string>();
}
