using Pipeline.Core.Problems;
using Pipeline.Core.Retention;
using Pipeline.Deployment.Environments;
using Pipeline.Manifest;

namespace Pipeline.Deployment.Retention;

public sealed class RetentionSpecTests
{
    private const string Good = """
        project: acme-risk
        environments:
          production: {strategy: {type: recreate}}
        retention:
          ways-back: 3
          images: {older-than: 30d, at-most: 1.5GiB}
          predictions: {at-most: 500MB}
        """;

    [Fact]
    public void Read_Retention_IsBound()
    {
        var retention = Read(Good).OrThrow().Find<RetentionSpec>()!;

        retention.WaysBack.ShouldBe(3);
        retention.Images.OlderThan.ShouldBe(TimeSpan.FromDays(30));
        retention.Images.AtMost.ShouldBe(new ByteSize(1_610_612_736));
        retention.Of(KeptKind.Predictions).ShouldBe(new RetentionLimits { AtMost = new ByteSize(500_000_000) });
        retention.Logs.ShouldBe(new RetentionSpec().Logs);
    }

    [Theory]
    [InlineData("ways-back: 3", "ways-back: 0", "5:")]
    [InlineData("1.5GiB", "1500", "a size as 500MB, 20GB or 1.5GiB")]
    [InlineData("1.5GiB", "lots", "a size as 500MB, 20GB or 1.5GiB")]
    [InlineData("30d", "1m", "a duration")]
    [InlineData("30d", "30", "a duration")]
    [InlineData("predictions:", "prediction:", "predictions")]
    [InlineData("at-most: 500MB", "atmost: 500MB", "at-most")]
    public void Read_WhatCannotBe_IsAProblemInItsPlace(string good, string bad, string part)
    {
        var problems = Read(Good.Replace(good, bad, StringComparison.Ordinal)).Problems;

        problems.Single().ToString().ShouldStartWith("environments.yml:");
        problems.Single().ToString().ShouldContain(part);
    }

    [Fact]
    public void Defaults_OfEveryKind_HaveALimit()
    {
        var spec = new RetentionSpec();

        Enum.GetValues<KeptKind>().ShouldAllBe(x => spec.Of(x).OlderThan != null);
    }

    private static Validated<BoundManifest<EnvironmentsFrame>> Read(string text) => ManifestReader.Read(
        text, "environments.yml", ManifestSchema.Environments(EnvironmentSpec.Section, RetentionSpec.Section));
}
