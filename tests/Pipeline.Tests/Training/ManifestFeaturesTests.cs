using Pipeline.Core.Problems;
using Pipeline.Manifest;
using Pipeline.Models.Documents;
using Pipeline.Models.Features;
using Pipeline.Models.Tables;

namespace Pipeline.Training;

/// <summary>What a manifest may say of features, and where its mistakes are.</summary>
public class ManifestFeaturesTests
{
    [Fact]
    public void Wishes_OfAManifest_AreItsWords()
    {
        var wishes = Read("""
              features:
                zip: hash
                city: {as: one-hot, max-categories: 50}
                opened at: {parts: [day-of-week, elapsed], encoding: cyclical}
                note: {word-ngrams: 1, char-ngrams: 0, stop-words: english, weighting: tf-idf}
                income: {missing: constant, fill: -1, scale: min-max, log: true}
              crosses: [[city, job], {of: [city, zip], bits: 8}]
            """).OrThrow().Wishes();

        wishes.Columns["zip"].ShouldBe(new FeatureSection { As = FeatureKind.Hash });
        wishes.Columns["city"].ShouldBe(new FeatureSection { As = FeatureKind.OneHot, MaxCategories = 50 });
        wishes.Columns["opened at"].Parts.ShouldBe([TimestampPart.DayOfWeek, TimestampPart.Elapsed]);
        wishes.Columns["note"].ShouldBe(new FeatureSection
        {
            WordNgrams = 1,
            CharNgrams = 0,
            StopWords = StopWords.English,
            Weighting = Weighting.TfIdf,
        });
        wishes.Columns["income"].ShouldBe(new FeatureSection
        {
            Missing = Imputation.Constant,
            Fill = -1,
            Scale = Scale.MinMax,
            Log = true,
        });
        wishes.Crosses.Select(cross => $"{string.Join('x', cross.Of)} {cross.Bits}").ShouldBe(["cityxjob 14", "cityxzip 8"]);
    }

    [Theory]
    [InlineData(
        "    zip: {bits: 23}",
        "model.yml:9:17: 'training.features.zip.bits' is the number 23; a whole number from 1 to 22 is accepted.")]
    [InlineData("    zip: hashed", "model.yml:9:10: 'training.features.zip.as' is the text 'hashed'; one of number, "
        + "one-hot, hash, text, timestamp-parts is accepted. Did you mean 'hash'?")]
    [InlineData("    zip: {char-gram: 2}", "model.yml:9:11: 'char-gram' is not a known key in 'training.features.zip'. "
        + "Did you mean 'char-ngrams'?")]
    public void Read_WhatNoFeatureHas_IsAProblemInItsPlace(string line, string expected) =>
        Read($"  features:\n{line}").Problems.Select(problem => $"{problem}").ShouldBe([expected]);

    [Theory]
    [InlineData("    zap: hash", "model.yml:9:5: 'zap' is no column that the model learns from. Did you mean 'zip'?")]
    [InlineData("    zip: {scale: none}", "model.yml:9:18: 'zip' becomes one-hot, and scale is no option of that; "
        + "max-categories is accepted.")]
    public void Plan_OfWishesThatDoNotFitTheData_PointsIntoTheManifest(string line, string expected)
    {
        var wishes = Read($"  features:\n{line}").OrThrow().Wishes();
        var zip = new CategoryColumn("zip", [0, 1], new CategoryDomain("a", "b"));

        FeaturePlan.Of([ColumnFacts.Of(zip, DataType.Category)], wishes, FeatureNeeds.Nothing).Problems
            .Select(problem => $"{problem}").ShouldBe([expected]);
    }

    private static Validated<BoundManifest<ModelFrame>> Read(string features) => ManifestReader.Read(
        "pipeline: 1\nname: some\ntask: regression\nowner: us\ndescription: Something.\ntraining:\n"
        + $"  trainer: fast-tree\n{features}\n",
        "model.yml",
        ManifestSchema.Model(TrainingSection.Registration));
}
