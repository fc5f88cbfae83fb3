using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Retention;
using Pipeline.Manifest;
using Pipeline.Testing;

namespace Pipeline.Kubernetes;

/// <summary>A release in the forms of others: what each says, that it is valid there, and that no name breaks it.</summary>
public sealed class ReleaseManifestTests
{
    private const string Folder = "tests/Pipeline.Tests/Kubernetes";

    private const string Canary =
        "strategy: {type: canary, steps: [{weight: 20}, {analyze: 5m}]}, analysis: [{metric: error_rate, at-most: 0.01}]";

    private const string LabelValue = "^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$";

    private static readonly JsonSchema Cluster = SchemaOf("kubernetes.schema.json");
    private static readonly JsonSchema Compose = SchemaOf("compose.schema.json");

    public static TheoryData<string, string> Environments => new()
    {
        { "strategy: {type: recreate}", "repository: localhost:5000" },
        { Canary, "repository: registry.example.com/team, replicas: {at-least: 3, at-most: 3}" },
        { $"address: \"127.0.0.1:8081\", {Canary}", "repository: ghcr.io/a/b, namespace: models, callers: [ingress-nginx]" },
        { "address: \"[::1]:8081\", strategy: {type: recreate}", "repository: ghcr.io/team, cpu-target: 50" },
    };

    public static TheoryData<string> Hostile =>
    [
        "$(PATH)", "${HOME:?}", "a\nb: c", "---", "# x", "{a: 1}", "\"", "\\", "\u0000\u001b[2J", "\u202e", "\u2028", "null",
        "1e3", "yes", "0x1F", "1_000", "12:30:45", "~", "%x", "&a *b", "😀", new string('a', 300), "..", "-", "_", "",
    ];

    [Theory]
    [InlineData("compose.yml")]
    [InlineData("kubernetes.yml")]
    [InlineData("kserve.yml")]
    public void Release_InEachForm_IsAsApproved(string file)
    {
        var release = Some($"{Canary}", "repository: registry.example.com/team, callers: [ingress-nginx]");

        ReleaseManifests.All(release).Single(x => x.FileName == file).Text
            .ShouldMatchApproved($"{Folder}/{Path.ChangeExtension(file, "approved.yml")}");
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Release_InEachForm_IsValidByThePublishedSchema(string environment, string manifests)
    {
        foreach (var manifest in ReleaseManifests.All(Some(environment, manifests)))
            Assert.All(ManifestReading.Documents(manifest.Text), x => Problems(manifest.FileName, x).ShouldBeEmpty());
    }

    [Theory]
    [InlineData("kubernetes.yml", "containerPort: 8080", "containerPorts: 8080")]
    [InlineData("kubernetes.yml", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: \"true\"")]
    [InlineData("kserve.yml", "scaleMetric: cpu", "scaleMetric: processors")]
    [InlineData("compose.yml", "read_only: true", "readonly: true")]
    public void Form_BrokenOnPurpose_IsNotValid(string file, string before, string after)
    {
        var text = ReleaseManifests.All(Some(Canary, "repository: a.b")).Single(x => x.FileName == file).Text;
        text.ShouldContain(before);

        var broken = ManifestReading.Documents(text.Replace(before, after, StringComparison.Ordinal));

        broken.SelectMany(x => Problems(file, x)).ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Release_OfHostileNames_SaysThemAndNothingElse(string name)
    {
        var harmless = Some("strategy: {type: recreate}", "repository: a.b");

        var hostile = harmless with { Project = name, Environment = name, Layout = name, Folder = name };

        foreach (var (expected, manifest) in ReleaseManifests.All(harmless).Zip(ReleaseManifests.All(hostile)))
        {
            var documents = ManifestReading.Documents(manifest.Text);
            documents.Select(Shape).ShouldBe(ManifestReading.Documents(expected.Text).Select(Shape));
            manifest.Text.Split('\n').Length.ShouldBe(expected.Text.Split('\n').Length);
            Assert.All(documents, x => Problems(manifest.FileName, x).ShouldBeEmpty());
            Assert.All(documents.SelectMany(NamesAndLabels), x => x.ShouldMatch(LabelValue));
        }
    }

    [Fact]
    public void Variable_WithADollar_IsTakenAsItIs()
    {
        var release = Some("strategy: {type: recreate}", "repository: a.b") with { Environment = "$(PATH)$HOME" };

        ReleaseManifests.Kubernetes(release).Text.ShouldContain("value: \"$$(PATH)$$HOME\"");
        ReleaseManifests.Compose(release).Text.ShouldContain("PIPELINE_SERVING_ENVIRONMENT: \"$$(PATH)$$HOME\"");
    }

    [Fact]
    public void Release_RenderedAgain_IsTheSameBytes()
    {
        var (first, second) = (Some(Canary, "repository: a.b"), Some(Canary, "repository: a.b"));

        ReleaseManifests.All(second).Select(x => x.Text).ShouldBe(ReleaseManifests.All(first).Select(x => x.Text));
    }

    [Fact]
    public void NextVersion_OfARelease_ChangesNoSelector()
    {
        var release = Some(Canary, "repository: a.b");
        var next = release with { Version = new ModelVersion(4), Image = new ImageDigest(Digest.OfText("next")) };

        static string Selector(ReleasedModel x) => ManifestReading.Documents(ReleaseManifests.Kubernetes(x).Text)
            .Single(y => (string?)y["kind"] == "Deployment")["spec"]!["selector"]!.ToJsonString();

        Selector(next).ShouldBe(Selector(release));
    }

    [Theory]
    [InlineData("type: recreate", null)]
    [InlineData("type: canary, steps: [{weight: 20}, {pause: 1h}]", "the canary's steps: ")]
    [InlineData("type: blue-green", "blue and green: ")]
    [InlineData("type: shadow, analyze: 5m", "the shadow: ")]
    public void Strategy_OfEachKind_IsSaidToBeLeftOut(string strategy, string? clause)
    {
        var analysis = strategy.Contains("analyze", StringComparison.Ordinal)
            ? ", analysis: [{metric: error_rate, at-most: 0.01}]"
            : "";

        var leftOut = ReleaseManifests.Kubernetes(Some($"strategy: {{{strategy}}}{analysis}", "repository: a.b")).LeftOut;

        if (clause is null)
            leftOut.ShouldNotContain(x => x.Contains("replaces", StringComparison.Ordinal));
        else
            leftOut[0].ShouldStartWith(clause);
    }

    [Theory]
    [InlineData("", "repository: a.b", "memory: \"512Mi\"", "cpu: \"1\"")]
    [InlineData("engine: docker, limits: {memory: 1GiB, cpus: 0.5}, ", "repository: a.b", "memory: \"1Gi\"", "cpu: \"500m\"")]
    [InlineData("engine: docker, limits: {cpus: 2}, ", "repository: a.b, limits: {cpus: 3}", "memory: \"512Mi\"", "cpu: \"3\"")]
    public void Limits_OfTheManifests_GoBeforeThoseOfTheEnvironment(
        string environment, string manifests, string memory, string cpus)
    {
        var text = ReleaseManifests.Kubernetes(Some($"{environment}strategy: {{type: recreate}}", manifests)).Text;

        text.ShouldContain(memory);
        text.ShouldContain(cpus);
    }

    [Fact]
    public void Analysis_OfARollout_IsSaidToBeLeftOut()
    {
        var plain = ReleaseManifests.Kubernetes(Some("strategy: {type: recreate}", "repository: a.b"));
        var canary = ReleaseManifests.Kubernetes(Some(Canary, "repository: a.b"));

        plain.LeftOut.ShouldNotContain(x => x.Contains("analysis", StringComparison.Ordinal));
        canary.LeftOut.ShouldContain(x => x.Contains("canary", StringComparison.Ordinal));
        canary.LeftOut.ShouldContain(x => x.Contains("analysis", StringComparison.Ordinal));
        Assert.All(canary.LeftOut, clause => canary.Text.ShouldContain($"#   - {clause}\n"));
    }

    [Fact]
    public void Environments_InANamespaceThatIsThere_AreKeptApartByTheirNames()
    {
        var staging = Some("strategy: {type: recreate}", "repository: a.b, namespace: models") with { Environment = "staging" };
        var production = staging with { Environment = "production" };

        ReleaseManifests.Kubernetes(staging).Text.ShouldContain("  name: churn--staging--example-team\n");
        ReleaseManifests.Kubernetes(production).Text.ShouldContain("  name: churn--production--example-team\n");
        ReleaseManifests.Kubernetes(staging).Text.ShouldNotContain("kind: Namespace");
    }

    [Theory]
    [InlineData("repository: Registry.example.com", "manifests.production.repository")]
    [InlineData("repository: a.b, namespace: Models", "namespace")]
    [InlineData("repository: a.b, callers: [a, B]", "'B' is not the name of a namespace.")]
    [InlineData("repository: a.b, replicas: {at-least: 3, at-most: 2}", "2 servers at most are fewer than the 3 at least.")]
    [InlineData("namespace: models", "repository")]
    public void Section_Wrong_IsRefusedInASentence(string manifests, string sentence) =>
        Bind("strategy: {type: recreate}", manifests).Problems.ShouldHaveSingleItem().ToString().ShouldContain(sentence);

    private static ReleasedModel Some(string environment, string manifests)
    {
        var bound = Bind(environment, manifests).OrThrow();
        return new ReleasedModel
        {
            Project = bound.Frame.Project,
            Environment = "production",
            Model = ModelName.Parse("churn"),
            Version = new ModelVersion(3),
            Image = new ImageDigest(Digest.OfText("image")),
            Layout = "artifacts/churn/image",
            Folder = "artifacts/churn/manifests/production",
            Spec = bound.Get<IReadOnlyDictionary<string, EnvironmentSpec>>()["production"],
            Manifests = bound.Get<IReadOnlyDictionary<string, ManifestsSpec>>()["production"],
            Log = new RetentionSpec().Predictions,
        };
    }

    private static Core.Problems.Validated<BoundManifest<EnvironmentsFrame>> Bind(string environment, string manifests) =>
        ManifestReader.Read(
            $$"""
            project: example-team
            environments:
              production: {{{environment}}}
            manifests:
              production: {{{manifests}}}
            """,
            "environments.yml",
            ManifestSchema.Environments(EnvironmentSpec.Section, RetentionSpec.Section, ManifestsSpec.Section));

    private static IEnumerable<string> Problems(string file, JsonNode document)
    {
        using var json = JsonDocument.Parse(document.ToJsonString());
        var schema = file == "compose.yml" ? Compose : Cluster;
        var result = schema.Evaluate(json.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid ? [] : [$"{file}: {document["kind"]} {string.Join("; ", Errors(result))}"];
    }

    private static IEnumerable<string> Errors(EvaluationResults result) =>
        from detail in result.Details ?? []
        from error in detail.Errors ?? new Dictionary<string, string>()
        select $"{detail.InstanceLocation}: {error.Value}";

    /// <summary>Keys and lengths of lists, all the way down.</summary>
    private static string Shape(JsonNode? node) => node switch
    {
        JsonObject mapping => $"{{{string.Join(',', mapping.Select(x => $"{x.Key}:{Shape(x.Value)}"))}}}",
        JsonArray list => $"[{string.Join(',', list.Select(Shape))}]",
        _ => $"{node?.GetValueKind()}",
    };

    private static IEnumerable<string> NamesAndLabels(JsonNode document)
    {
        if (document["metadata"] is not { } meta)
            return [];
        string?[] texts =
        [
            (string?)meta["name"], (string?)meta["namespace"], .. meta["labels"]!.AsObject().Select(x => (string?)x.Value),
        ];
        return texts.OfType<string>();
    }

    private static JsonSchema SchemaOf(string file) =>
        JsonSchema.FromText(File.ReadAllText(Path.Combine(Repository.Root, Folder, "Schemas", file)));
}
