using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Data;
using Pipeline.Data.Schemas;
using Pipeline.Manifest;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.Serving.Requests;

/// <summary>One row is one prediction: in a file of either format, when it is evaluated, and when a server is asked.</summary>
public sealed class SameValueTests
{
    private const string Columns =
        "columns: {n: number, i: integer, b: boolean, c: category, t: text}\n  label: {column: y, positive: p}\n"
        + "  split: {by: random, seed: 1, test: 0.5}";

    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20_260_101, 7, 50);

    private static readonly string[][] Values =
    [
        ["0", "-0", "1.5", "1e3", "-999", "-999.0", "-9.99e2", "007", "12.50", "+3", "1E-2", "123456789.25"],
        ["3", "12", "-999", "-999.0", "1e3", "5.0", "0"],
        ["true", "True", "FALSE", "yes", "No", "t", "F", "y", "n", "1", "0", "false"],
        ["DE", "NO", "1", "1.0", "True", "true", "Köln", "a \"b\", c", "007", "unknown", "-999", "-999.0", "NA"],
        ["some words", "1", "true", "東 😀", "NA", "-999", "back\\slash"],
    ];

    private static readonly Gen<Case> Cases =
        from markers in Gen.SubListOf(["", "?", "NA", "-999", "1000", "unknown", "no", "1", "1.0", "true"])
        from rows in Gen.Choose(4, 12)
        from values in Gen.Choose(0, 1000).ListOf(rows * Values.Length)
        from areTokens in Gen.Elements(true, false).ListOf(rows * Values.Length)
        select new Case(
            [.. markers],
            [.. values.Chunk(Values.Length).Select(x => x.Select((y, i) => Pick([.. Values[i], .. markers], y)).ToArray())],
            [.. areTokens.Chunk(Values.Length)]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Row_OfAnyTypesAndMarkers_IsTheSameInFilesAndRequests() => Prop.ForAll(Arb.From(Cases), IsTheSame).Check(Config);

    [Fact]
    public async Task Row_OfATrainedModel_HasOneProbability()
    {
        using var folder = new TemporaryFolder();
        var data = await LoadAsync(folder, "loans.csv", Loans(), "missing-values: [\"\", NA, \"-999\"]\n  "
            + "columns: {member: boolean, tier: category}\n  label: {column: y, positive: \"1\"}\n"
            + "  split: {by: random, seed: 1, test: 0.5}");
        var artifact = Train(data.TrainingSet());
        using var predictor = new MLNetFlavor().Load(artifact);
        var evaluated = ((NumberColumn)predictor.Score(data.Rows, Token)[ModelOutputs.Probability]).Values;
        await using var server = await TestServer.StartAsync(predictor);

        var lines = Loans().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(x => x.Split(',')).ToList();
        string[] bodies = [.. lines.Select(x => Body(x[0], x[1], x[2], x[3]))];
        var served = await ProbabilitiesAsync(server, bodies);

        served.ShouldBe(evaluated);
        var one = await ProbabilitiesAsync(server, [
            """{"country":"NA","member":"True","tier":"1.0","temp":-999}""",
            """{"country":null,"member":true,"tier":1.0,"temp":null}""",
            """{"country":"NA","member":"yes","tier":1,"temp":"-999"}""",
            """{"member":1,"tier":1}""",
        ]);
        one.Distinct().ShouldHaveSingleItem();
    }

    private static string Pick(string[] values, int index) => values[index % values.Length];

    private static void IsTheSame(Case rows)
    {
        using var folder = new TemporaryFolder();
        var section = $"missing-values: {JsonSerializer.Serialize(rows.Markers)}\n  {Columns}";
        var csv = LoadAsync(folder, "rows.csv", Csv(rows), section).GetAwaiter().GetResult();
        var lines = rows.Values.Select((_, x) => Json(rows, x, isText: false)).ToList();
        var labelled = lines.Select((x, i) => $"{x[..^1]},\"y\":\"{"pq"[i % 2]}\"}}");
        var jsonLines = LoadAsync(folder, "rows.jsonl", string.Join('\n', labelled), section).GetAwaiter().GetResult();
        var signature = Signature(csv);
        for (var row = 0; row < lines.Count; row++)
        {
            var expected = Read(signature, csv.Rows, row);
            Read(signature, jsonLines.Rows, row).ShouldBe(expected);
            Read(signature, lines[row]).ShouldBe(expected);
            Read(signature, Json(rows, row, isText: true)).ShouldBe(expected);
        }
    }

    private static async Task<Dataset> LoadAsync(TemporaryFolder folder, string file, string text, string section)
    {
        folder.Write(file, text);
        var manifest = "pipeline: 1\nname: some\ntask: binary-classification\nowner: us\ndescription: Something.\n"
            + $"data:\n  path: {file}\n  {section}\n";
        var request = new DatasetRequest
        {
            Manifest = ManifestReader.Read(manifest, "model.yml", ManifestSchema.Model(DataSection.Registration)).OrThrow(),
            Folder = folder.Path,
            Threads = 1,
        };
        var progress = new Progress<StepEvent>();
        var document = (await DatasetValidator.ValidateAsync(request, progress, Token)).OrThrow();
        return (await DatasetLoader.LoadAsync(request, document, progress, Token)).OrThrow();
    }

    private static ModelSignature Signature(Dataset data) => new()
    {
        Flavor = "none",
        Task = ModelTask.BinaryClassification,
        Label = new ModelLabel.TwoClasses("y", "p", "q"),
        Inputs = [.. data.Features.Select(x => data.Declared.InputOf(data.Rows[x]))],
        Outputs = [ModelOutputs.Probability],
        Spellings = data.Declared.Spellings,
        Unseen = UnseenPolicy.Refuse,
    };

    private static string Read(ModelSignature signature, Table rows, int row)
    {
        var read = new FeatureRow(signature);
        read.Fill(rows, row);
        return Shown(read);
    }

    private static string Read(ModelSignature signature, string json)
    {
        var read = new FeatureRow(signature);
        var reader = new RowReader(new InputTable(signature), read);
        var bytes = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        bytes.Read();
        reader.Read(ref bytes, null);
        reader.Problems.ShouldBeEmpty();
        return Shown(read);
    }

    private static string Shown(FeatureRow row) => string.Join('|', row.Signature.Inputs.Select((x, i) =>
        x.Type == ColumnType.Number ? row.Number(i).ToString("R", CultureInfo.InvariantCulture) : row.Text(i) ?? "(none)"));

    private static string Csv(Case rows) => "n,i,b,c,t,y\n" + string.Concat(rows.Values.Select((x, i) =>
        string.Join(',', x.Select(y => $"\"{y.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + $",{"pq"[i % 2]}\n"));

    private static string Json(Case rows, int row, bool isText)
    {
        var line = new JsonObject();
        foreach (var (value, name) in rows.Values[row].Zip(["n", "i", "b", "c", "t"]))
            line[name] = !isText && rows.AreTokens[row]["nibct".IndexOf(name[0], StringComparison.Ordinal)] && IsToken(value)
                ? JsonNode.Parse(value)
                : value;
        return line.ToJsonString();
    }

    private static bool IsToken(string value)
    {
        try
        {
            return JsonNode.Parse(value) is JsonValue;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ModelArtifact Train(TrainingSet set)
    {
        var trainer = MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == "fast-tree");
        var request = new TrainingRequest { Set = set, Seed = 7 };
        return trainer.Train(request, new Progress<StepEvent>(), Token).OrThrow().Artifact;
    }

    /// <summary>Countries that are missing and temperatures of -999 say most about the label.</summary>
    private static string Loans()
    {
        var random = new Random(1);
        var text = new StringBuilder("country,member,tier,temp,y\n");
        for (var i = 0; i < 400; i++)
        {
            var country = i % 5 == 0 ? "NA" : "DE US NO".Split(' ')[random.Next(3)];
            var member = "True true yes 1 False false no 0".Split(' ')[random.Next(8)];
            var temp = random.Next(4) == 0 ? "-999" : random.Next(-20, 40).ToString(CultureInfo.InvariantCulture);
            var isPositive = (country == "NA" ? 2 : 0) + (temp == "-999" ? 1 : 0) + random.Next(2) > 1;
            var tier = random.Next(1, 4);
            text.Append(CultureInfo.InvariantCulture, $"{country},{member},{tier}.0,{temp},{(isPositive ? 1 : 0)}\n");
        }

        return text.ToString();
    }

    private static string Body(string country, string member, string tier, string temp) =>
        $$"""{"country":"{{country}}","member":"{{member}}","tier":{{tier}},"temp":{{temp}}}""";

    private static async Task<double[]> ProbabilitiesAsync(TestServer server, string[] bodies)
    {
        var answer = await server.AnswerAsync($"[{string.Join(',', bodies)}]");
        return [.. answer.GetProperty("predictions").EnumerateArray().Select(x => x.GetProperty("probability").GetDouble())];
    }

    /// <param name="Markers">The values that stand for none.</param>
    /// <param name="Values">By row and column.</param>
    /// <param name="AreTokens">Whether JSON has the value without quotes, where it can.</param>
    private sealed record Case(string[] Markers, string[][] Values, bool[][] AreTokens);
}
