using System.Globalization;
using System.Text.Json;
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

    private static string Text(JsonElement options) =>
        options.EnumerateObject().Any() ? string.Join(", ", Pairs(options, "")) : "none";

    /// <summary>"booster.l2: 0.01" for a value in a part of its own.</summary>
    private static IEnumerable<string> Pairs(JsonElement options, string path) => options.EnumerateObject().SelectMany(option =>
        option.Value.ValueKind == JsonValueKind.Object
            ? Pairs(option.Value, $"{path}{option.Name}.")
            : [$"{path}{option.Name}: {option.Value}"]);
}

/// <summary>What a model card says about how the model was made.</summary>
public sealed record TrainingFacts
{
    public CardFact<string> Trainer { get; init; } = CardFact.Missing<string>();

    /// <summary>An object: the trainer's options by name, in the order in which they are shown.</summary>
    public CardFact<JsonElement> Options { get; init; } = CardFact.Missing<JsonElement>();

    public CardFact<long> Seed { get; init; } = CardFact.Missing<long>();

    public CardFact<TimeSpan> Duration { get; init; } = CardFact.Missing<TimeSpan>();

    /// <summary>The version of the toolkit that trained.</summary>
    public CardFact<string> Toolkit { get; init; } = CardFact.Missing<string>();
}
