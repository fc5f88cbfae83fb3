using Pipeline.Models.Tables;


namespace Pipeline.Models;

internal static class Some
{
    public static ModelSignature Signature { get; } = new()
    {
        Flavor = "fake",
        Task = ModelTask.BinaryClassification,
        Label = new ModelLabel("repaid", "yes", "no"),
        Inputs =
        [
            new ModelInput("income", ColumnType.Number, MayBeMissing: true),
            new ModelInput("purpose", ColumnType.Category, MayBeMissing: false, ["car", "home"]),
        ],
        Outputs = [ModelOutputs.Score, ModelOutputs.Probability],
    };
}
