using System.Text.Json.Nodes;
using Pipeline.Kubernetes.Text;

namespace Pipeline.Kubernetes;

/// <summary>Names that clusters take, and texts that every reader of YAML takes for the same.</summary>
public sealed class KubernetesNameTests
{
    [Theory]
    [InlineData("churn", "churn")]
    [InlineData("loan-default", "loan-default")]
    [InlineData("Churn", "churn-")]
    [InlineData("9lives", "x-9lives-")]
    [InlineData("a b/c", "a-b-c-")]
    [InlineData("", "x-")]
    [InlineData("--", "x-")]
    public void Name_OfOnePart_BeginsAsThePart(string part, string expected)
    {
        var name = KubernetesName.Of(53, part);

        name.ShouldStartWith(expected);
        name.ShouldMatch("^[a-z]([a-z0-9-]{0,51}[a-z0-9])?$");
        (name.Length - expected.Length).ShouldBe(expected.EndsWith('-') ? 8 : 0);
    }

    [Fact]
    public void Name_TooLong_IsCutAndStillItsOwn()
    {
        var project = new string('a', 60);

        var (first, second) = (KubernetesName.Of(63, project, "staging"), KubernetesName.Of(63, project, "stable"));

        first.Length.ShouldBe(63);
        first.ShouldNotBe(second);
    }

    [Theory]
    [InlineData("a-b", "c", "a", "b-c")]
    [InlineData("a", "b", "A", "b")]
    [InlineData("a_b", "c", "a-b", "c")]
    [InlineData("ml", "production", "ml-production", "")]
    public void Names_OfOtherParts_AreOthers(string first, string second, string otherFirst, string otherSecond) =>
        KubernetesName.Of(63, first, second).ShouldNotBe(KubernetesName.Of(63, otherFirst, otherSecond));

    [Fact]
    public void Name_ThatResolversTakeForEncoded_IsNotMade() =>
        KubernetesName.Of(63, "ml", "production").ShouldStartWith("ml-production-");

    [Theory]
    [InlineData("yes")]
    [InlineData("ON")]
    [InlineData("Null")]
    [InlineData("1e3")]
    [InlineData("0x1F")]
    [InlineData("1_000")]
    [InlineData("12:30:45")]
    [InlineData("2026-01-02")]
    [InlineData(".inf")]
    [InlineData("=")]
    [InlineData("<<")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("a:")]
    [InlineData(" a")]
    [InlineData("a\\b\"c")]
    [InlineData("tab\there")]
    [InlineData("é😀\u0085\ufeff")]
    public void Text_ThatSomeReaderTakesForMore_IsQuotedAndReadBack(string text)
    {
        var yaml = ManifestYaml.Write(new JsonObject { [text] = new JsonArray(text, new JsonObject { ["a"] = text }) });

        yaml.ShouldStartWith("\"");
        yaml.Split('\n').Length.ShouldBe(4);
        ManifestReading.Documents(yaml).ShouldHaveSingleItem().ToJsonString()
            .ShouldBe(new JsonObject { [text] = new JsonArray(text, new JsonObject { ["a"] = text }) }.ToJsonString());
    }

    [Fact]
    public void Text_WithHalfACharacter_IsWrittenWithAWholeOne() =>
        ManifestYaml.Write(new JsonObject { ["a"] = "b\ud83d" }).ShouldBe("a: \"b\ufffd\"\n");

    [Fact]
    public void Mapping_OfACluster_HasWhatNamesItFirst()
    {
        var node = JsonNode.Parse("""{"spec":{"b":[],"a":{},"name":"n"},"metadata":{},"kind":"K","apiVersion":"v1"}""");

        ManifestYaml.Write(ManifestYaml.Sort(node)!).ShouldBe("""
            apiVersion: v1
            kind: K
            metadata: {}
            spec:
              name: "n"
              a: {}
              b: []

            """);
    }
}
