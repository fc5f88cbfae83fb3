using System.Globalization;

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
