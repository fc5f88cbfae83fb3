using System.Globalization;
using Pipeline.Core.Identity;
using Pipeline.Core.Progress;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Tables;

// Trains one small model by every trainer and prints of each the digest of its bytes and of its answers, so that two
// processes can be compared. "commas" as the argument makes a culture of them.
if (args is ["commas"])
{
    var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
    (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NumberGroupSeparator) = (",", ".");
    commas.NumberFormat.NegativeSign = "~";
    CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = commas;
}

var rows = Rows();
foreach (var trainer in MLNetTrainers.All(TimeProvider.System))
{
    foreach (var task in trainer.Tasks)
    {
        var request = new TrainingRequest
        {
            Set = new TrainingSet { Rows = Of(task), Task = task, Label = Label(task), Positive = "yes" },
            Seed = 7,
        };
        var artifact = trainer.Train(request, new Progress<StepEvent>(), CancellationToken.None).OrThrow().Artifact;
        using var predictor = new MLNetFlavor().Load(artifact);
        var scored = predictor.Score(rows, CancellationToken.None);
        var scores = scored.Columns.SelectMany(x => ((NumberColumn)x).Values).ToList();
        Console.WriteLine($"{trainer.Name}/{task} {artifact.Digest} {Digest.OfJson(scores)}");
    }
}

// Whether it is repaid by the other columns, the purpose by these, or the age.
static string Label(ModelTask task) => task switch
{
    ModelTask.BinaryClassification => "repaid",
    ModelTask.MulticlassClassification => "purpose",
    _ => "age",
};

Table Of(ModelTask task) => rows.Keep(
    [.. rows.Columns.Select(x => x.Name).Where(x => x != "repaid" || task == ModelTask.BinaryClassification)]);

static Table Rows()
{
    string[] purposes = ["car", "home", "education"];
    var random = new Random(1);
    var (income, age, purpose, repaid) = (
        new NumberColumnBuilder("income"),
        new NumberColumnBuilder("age"),
        new CategoryColumnBuilder("purpose"),
        new CategoryColumnBuilder("repaid"));
    for (var i = 0; i < 6_000; i++)
    {
        var (amount, years, reason) = (random.NextDouble() * 100, 18 + random.Next(60), purposes[random.Next(3)]);
        income.Append(random.Next(10) == 0 ? double.NaN : amount);
        age.Append(years);
        purpose.Append(reason);
        repaid.Append(amount + (years / 4d) + (reason == "home" ? 20 : 0) + (random.NextDouble() * 30) > 70 ? "yes" : "no");
    }

    return new Table(income.Build(), age.Build(), purpose.Build(), repaid.Build());
}
