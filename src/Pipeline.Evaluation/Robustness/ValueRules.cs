using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Robustness;

/// <summary>Values are not known.</summary>
internal sealed class MissingValues : IRobustnessRule<SomeValues>
{
    public string Name => "missing-values";

    public bool Takes(ModelInput input) => true;

    public bool IsAdmitted(ModelSignature signature, ModelInput input) => input.MayBeMissing;

    public DisturbedRows Disturb(RowsToDisturb rows, SomeValues options) => new(rows.Remove(options.Share));
}

/// <summary>Categories are new ones.</summary>
internal sealed class UnseenCategory : IRobustnessRule<SomeValues>
{
    private const string Unseen = "unseen";

    public string Name => "unseen-category";

    public bool Takes(ModelInput input) => input.IsCategory();

    public bool IsAdmitted(ModelSignature signature, ModelInput input) => signature.AnswersUnseen(input);

    public DisturbedRows Disturb(RowsToDisturb rows, SomeValues options) => new(rows.ChangeTexts(
        options.Share, (string _, ModelInput input, ref SeededRandom _) => NewOf(input)));

    private static string NewOf(ModelInput input)
    {
        var name = Unseen;
        while (input.Categories?.Contains(name) == true)
            name += "?";
        return name;
    }
}

internal sealed record SomeValues
{
    [Description("The chance of each value.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Share { get; init; } = 0.1;
}
