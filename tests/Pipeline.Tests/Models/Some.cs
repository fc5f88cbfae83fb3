using Pipeline.Models.Tables;


namespace Pipeline.Models;

internal static class Some
{
    public static ModelSignature Signature { get; } = new()
    {
        Flavor = "fake",
        Task = ModelTask.BinaryClassification,
        Label = new ModelLabel.TwoClasses("repaid", "yes", "no"),
        Inputs =
        [
            new ModelInput("income", ColumnType.Number, MayBeMissing: true),
            new ModelInput("purpose", ColumnType.Category, MayBeMissing: false, ["car", "home"]),
        ],
        Outputs = [ModelOutputs.Score, ModelOutputs.Probability],
    };

    public static ModelSignature Species { get; } = new()
    {
        Flavor = "fake",
        Task = ModelTask.MulticlassClassification,
        Label = new ModelLabel.Classes("species", ["Adelie", "Chinstrap", "Gentoo"]),
        Inputs = [new ModelInput("mass", ColumnType.Number, MayBeMissing: true)],
        Outputs = ["probabilities.Adelie", "probabilities.Chinstrap", "probabilities.Gentoo"],
    };

    public static ModelSignature Fare { get; } = new()
    {
        Flavor = "fake",
        Task = ModelTask.Regression,
        Label = new ModelLabel.Number("fare"),
        Inputs = [new ModelInput("distance", ColumnType.Number, MayBeMissing: false)],
        Outputs = [ModelOutputs.Value],
    };
}
