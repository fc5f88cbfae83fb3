using System.Globalization;
using Pipeline.Core.Identity;
using Pipeline.Core.Progress;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Features;
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
            Set = new TrainingSet
            {
                Rows = Of(task),
                Task = task,
                Label = Label(task),
                Positive = "yes",
                Declared = new InputDeclarations
                {
                    Columns = new Dictionary<string, DeclaredInput> { ["opened"] = new(DataType.Timestamp) },
                },
                Features = new FeatureWishes
                {
                    Columns = new Dictionary<string, FeatureSpec>
                    {
                        ["zip"] = new() { Bits = 6 },
                        ["note"] = new() { StopWords = StopWords.English, Weighting = Weighting.TfIdf },
                        ["opened"] = new() { Parts = [TimestampPart.Month, TimestampPart.Elapsed, TimestampPart.Hour] },
                    },
                },
            },
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
    var (zip, notes, times) = (new CategoryColumnBuilder("zip"), new List<string?>(), new List<string?>());
    for (var i = 0; i < 6_000; i++)
    {
        var (amount, years, reason) = (random.NextDouble() * 100, 18 + random.Next(60), purposes[random.Next(3)]);
        income.Append(random.Next(10) == 0 ? double.NaN : amount);
        age.Append(years);
        purpose.Append(reason);
        repaid.Append(amount + (years / 4d) + (reason == "home" ? 20 : 0) + (random.NextDouble() * 30) > 70 ? "yes" : "no");
    }

    // Letters whose capitals are others in Turkish, and a number that some cultures read otherwise.
    for (var i = 0; i < 6_000; i++)
    {
        zip.Append(string.Create(CultureInfo.InvariantCulture, $"I{i % 90}"));
        notes.Add(i % 50 == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"THIS IS Iı İi {i % 7} and 1,5"));
        times.Add(string.Create(CultureInfo.InvariantCulture, $"2024-{(i % 12) + 1:00}-03T{i % 24:00}:15:00.5+02:00"));
    }

    return new Table(
        income.Build(), age.Build(), purpose.Build(), zip.Build(), new TextColumn("note", [.. notes]),
        new TextColumn("opened", [.. times]), repaid.Build());
}
