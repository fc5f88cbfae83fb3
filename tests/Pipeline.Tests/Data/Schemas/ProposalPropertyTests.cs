using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Manifest;

namespace Pipeline.Data.Schemas;

/// <summary>What a profile proposes binds, and holds of the file that the profile was made of, whatever is in it.</summary>
public class ProposalPropertyTests
{
    private const string Section = "path: data.csv\nlabel: y\nsplit: {by: random, seed: 1, test: 0.2}";

    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(20_260_101, 7, 60);

    private static readonly Gen<string> Integers = Gen.OneOf(
        Gen.Choose(-1000, 1000).Select(x => x.ToString(CultureInfo.InvariantCulture)),
        Gen.Elements("0", "-0", "+7", "9007199254740991", "9007199254740992", "9007199254740993", "-9007199254740993"),
        Gen.Choose(0, int.MaxValue).Select(x => $"12345678{x:0000000000}"));

    private static readonly Gen<string> Doubles = Gen.OneOf(
        ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite).Select(x => x.ToString("R", CultureInfo.InvariantCulture)),
        Gen.Choose(-100, 100).Select(x => (x * 0.07).ToString("R", CultureInfo.InvariantCulture)),
        Gen.Choose(1, 99).Select(x => (x * 1e-12).ToString("R", CultureInfo.InvariantCulture)),
        Gen.Elements("1.7976931348623157E+308", "-1.7976931348623157E+308", "5E-324"),
        Gen.Elements("1e300", "1.5", "1e15", "999999999999999.9", "0.1"));

    private static readonly Gen<string> Sentinels = Gen.OneOf(
        Gen.Elements("-999", "9999", "-999.0"), Gen.Choose(0, 60).Select(x => x.ToString(CultureInfo.InvariantCulture)));

    private static readonly Gen<string> Words = Gen.OneOf(
        Gen.Elements("a", "b", "yes", "No", "null", "~", "1.0", "#x", "- y", "k: v", "{", "'", "\\", " x", "@", "%"),
        Gen.Elements("é", "😀", "\u200B", "\uFEFF", "\u0085", "\u2028", "0x1F", "1_000", "2024-01-01", "TRUE"),
        Gen.Choose(55, 70).Select(x => new string('w', x)),
        Gen.Choose(10, 24).Select(x => new string('東', x)),
        Gen.Elements(" 2", "3 4", "\t"));

    private static readonly Gen<string> Times = Gen.Elements(
        "2024-05-01", "0001-01-01T00:00+05:00", "9999-12-31T23:59:59-05:00", "2024-05-01 10:00:00.123456789+02",
        "1969-12-31T24:00:00Z");

    private static readonly Gen<string> Booleans = Gen.Elements("TRUE", "false", "Yes", "n", "1", "0", "t");

    private static readonly Gen<string> Commas = Gen.Elements("1,5", "2", "-3,25", "1.000,5");

    private static readonly Gen<string> Codes = Gen.Elements("007", "12", "000");

    private static readonly Gen<string> Anything = Gen.OneOf(Integers, Doubles, Words, Times, Booleans, Commas, Codes);

    private static readonly Gen<string> Name = Gen.Elements(
        "a", "id", "order_no", "true", "#n", "x: y", "\"q\"", "é", "null", "1", "a.b", "a[0]", "- z", "missing", "type",
        "😀", "\u200B", "😀 id");

    private static readonly Gen<IReadOnlyList<string>> Column =
        from value in Gen.Elements(Integers, Doubles, Sentinels, Words, Times, Booleans, Commas, Codes, Anything)
        from gaps in Gen.Elements(0, 0, 3, 20)
        from values in value.ListOf(Rows)
        from isMissing in Gen.Choose(0, 20).Select(x => x < gaps).ListOf(Rows)
        select (IReadOnlyList<string>)[.. values.Zip(isMissing, (x, y) => y ? "" : x)];

    private static readonly Gen<(string Csv, int Columns)> File =
        from names in Name.ListOf(4)
        from columns in Column.ListOf(4)
        let kept = names.Index().DistinctBy(x => x.Item).Select(x => (x.Item, columns[x.Index])).ToList()
        select (Csv(kept), kept.Count);

    private const int Rows = 40;

    [Fact]
    public void Proposal_OfAnyFile_BindsAndHoldsOfIt() => Prop.ForAll(
        Arb.From(File), file => HoldsAsync(file.Csv, file.Columns).GetAwaiter().GetResult()).Check(Config);

    private static async Task HoldsAsync(string csv, int count)
    {
        using var dataset = new SomeDataset(Section, csv);
        var token = TestContext.Current.CancellationToken;
        var profile = (await ProfileMaker.ProfileAsync(dataset.Request, new Progress<StepEvent>(), token)).OrThrow();
        var lines = ColumnsProposal.Lines(profile, "y", []);

        var text = ColumnsWriter.Write(dataset.Text, "model.yml", lines).OrThrow();
        var bound = ManifestReader.Read(text, "model.yml", SomeDataset.Schema);
        bound.Problems.ShouldBeEmpty(text);
        var document = await SomeDataset.ValidateAsync(dataset.Request with { Manifest = bound.Value });

        document.Problems.ShouldBeEmpty(text);
        document.Value.Report.Results.Where(x => x.Fails).Select(x => x.Verdict.ToString()).ShouldBeEmpty(text);
        document.Value.Columns.Count(x => x.IsDeclared).ShouldBe(count, text);
    }

    private static string Csv(IReadOnlyList<(string Name, IReadOnlyList<string> Values)> columns)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', columns.Select(x => Quoted(x.Name))).Append(",y\n");
        for (var row = 0; row < Rows; row++)
            text.AppendJoin(',', columns.Select(x => Quoted(x.Values[row]))).Append(row % 2 == 0 ? ",0\n" : ",1\n");
        return text.ToString();
    }

    private static string Quoted(string value) =>
        value.Length == 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
