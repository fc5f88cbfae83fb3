using System.Text.Json;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Robustness;

/// <summary>The toolkit's own rules of disturbance, of which each is measured with its defaults.</summary>
public static class StandardRules
{
    /// <summary>In the order of reports.</summary>
    public static IReadOnlyList<IRobustnessRule> All { get; } =
    [
        new MissingValues(), new Noise(), new UnitSlip(), new Extremes(), new Typos(), new LetterCase(), new Whitespace(),
        new SwappedWords(), new UnseenCategory(), new SwappedOrder(), new DuplicatedRows(),
    ];
}

/// <summary>What kinds of inputs rules take, and what a server says to values that training has not seen.</summary>
internal static class DisturbedInputs
{
    /// <summary>"a category", "an integer".</summary>
    public static string Words(this ModelInput input)
    {
        var name = JsonNamingPolicy.KebabCaseLower.ConvertName($"{input.DataType}");
        return name[0] == 'i' ? $"an {name}" : $"a {name}";
    }

    public static bool IsNumber(this ModelInput input) =>
        input.Type == ColumnType.Number && input.DataType is DataType.Number or DataType.Integer;

    /// <summary>A boolean or a moment that is written otherwise is none any more.</summary>
    public static bool IsWritten(this ModelInput input) =>
        input.Type != ColumnType.Number && input.DataType is DataType.Category or DataType.Text or DataType.Identifier;

    public static bool IsCategory(this ModelInput input) =>
        input.Type == ColumnType.Category && input.DataType is DataType.Category or DataType.Identifier;

    /// <summary>Whether values may be others than those that training has seen, or that were declared.</summary>
    public static bool AnswersUnseen(this ModelSignature signature, ModelInput input) =>
        signature.Unseen == UnseenPolicy.Warn || (input.Accepts is null && input.Categories is null);
}
