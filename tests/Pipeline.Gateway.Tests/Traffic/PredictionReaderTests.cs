using System.Globalization;
using System.Text;
using Pipeline.Environments;
using Pipeline.Gateway.Traffic;

namespace Pipeline.Traffic;

public sealed class PredictionReaderTests
{
    [Theory]
    [InlineData("""{"id": "a", "score": 1.4, "probability": 0.75, "label": "yes", "model": {"value": 1}}""", "yes 0.75")]
    [InlineData("""{"probabilities": {"Adelie": 0.125, "Gentoo": 0.875}, "label": "Gentoo"}""", "Gentoo 0.875")]
    [InlineData("""{"value": -12.5}""", " -12.5")]
    [InlineData("""{"predictions": [{"value": 1}, {"value": 2, "unseen": ["a"]}], "model": {"name": "m"}}""", " 1| 2")]
    [InlineData("""{"label": "n\u00f6", "probability": null}""", "nö NaN")]
    [InlineData("""{"label": 3, "probability": {"value": 1}, "value": 1e400}""", "")]
    [InlineData("""{"predictions": {"value": 1}, "probabilities": [1]}""", "")]
    [InlineData("""[{"value": 1}]""", "")]
    [InlineData("""{"predictions": [{"value": 1}, {"value": 2""", " 1")]
    [InlineData("""{"status": "ok"}""", "")]
    [InlineData("not json", "")]
    [InlineData("", "")]
    public void Read_Answer_FindsItsRows(string answer, string rows)
    {
        var found = new Rows([]);

        PredictionReader.Read(Encoding.UTF8.GetBytes(answer), ref found);

        string.Join('|', found.All).ShouldBe(rows);
    }

    [Fact]
    public void Read_LabelWithoutEnd_IsCut()
    {
        var found = new Rows([]);

        PredictionReader.Read(Encoding.UTF8.GetBytes($$"""{"label": "{{new string('a', 1000)}}"}"""), ref found);

        found.All.ShouldHaveSingleItem().ShouldBe(new string('a', 128) + " NaN");
    }

    [Fact]
    public void Meter_LabelsWithoutEnd_KeepsAHundred()
    {
        var meter = new PredictionMeter();

        for (var label = 0; label < 150; label++)
            meter.Take($"label {label}", double.NaN);
        var counts = meter.Read()!;

        (counts.Rows, counts.Labels.Count, counts.OtherLabels).ShouldBe((150, PredictionCounts.MostLabels, 50));
        counts.Scores.ShouldBeEmpty();
    }

    [Fact]
    public void Meter_Nothing_HasNoCounts()
    {
        new PredictionMeter().Read().ShouldBeNull();
        new MirrorMeter().Read().ShouldBeNull();
    }

    private readonly struct Rows(List<string> all) : IPredictionTaker
    {
        public List<string> All => all;

        public void Take(scoped ReadOnlySpan<char> label, double score) =>
            all.Add(string.Create(CultureInfo.InvariantCulture, $"{label} {score}"));
    }
}
