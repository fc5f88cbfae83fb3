using System.Text.Json;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>What an image is made of, and what not: its digest says so.</summary>
[Trait("Needs", "Linux")]
public sealed class ImageDigestTests(ImageDigestTests.Clones clones) : IClassFixture<ImageDigestTests.Clones>
{
    [Fact]
    public void Package_OfAnotherCommitInAnotherFolder_HasTheSameDigest() => Packaged().Other.ShouldBe(clones.First);

    [Fact]
    public void Package_OfASourceThatTheServerDoesNotUse_HasTheSameDigest() =>
        Packaged().AfterEvaluation.ShouldBe(clones.First);

    [Fact]
    public void Package_OfAnotherServer_HasAnotherDigest() => Packaged().AfterServing.ShouldNotBe(clones.First);

    private Clones Packaged()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Images of the host are made on Linux.");
        return clones;
    }

    /// <summary>Two clones in two folders, at two commits that differ in a document only; then one of them changes.</summary>
    public sealed class Clones : IAsyncLifetime
    {
        private readonly DeliveryRoot _one = new();
        private readonly DeliveryRoot _other = new();

        internal string First { get; private set; } = "";

        internal string Other { get; private set; } = "";

        internal string AfterEvaluation { get; private set; } = "";

        internal string AfterServing { get; private set; } = "";

        public ValueTask InitializeAsync()
        {
            if (!OperatingSystem.IsLinux())
                return ValueTask.CompletedTask;
            Commit(_one, "What it was first.");
            Commit(_other, "What it says now.");
            (First, Other) = (Package(_one), Package(_other));
            _one.Write("src/Pipeline.Evaluation/Added.cs", Source("Evaluation"));
            AfterEvaluation = Package(_one);
            _one.Write("src/Pipeline.Serving/Added.cs", Source("Serving"));
            AfterServing = Package(_one);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            _one.Dispose();
            _other.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private static string Source(string project) =>
        $"namespace Pipeline.{project}; internal static class Added {{ public static int Number => 1; }}";

    private static void Commit(DeliveryRoot root, string document)
    {
        root.CopySources();
        root.Write("README.md", document);
        Git("init", "--quiet");
        Git("add", "--all");
        Git("-c", "user.name=ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "--message", document);

        void Git(params string[] arguments)
        {
            var run = Child.Run("git", arguments, root.Folder);
            run.ExitCode.ShouldBe(0, run.Text);
        }
    }

    private static string Package(DeliveryRoot root)
    {
        var run = root.Run("Package");
        run.ExitCode.ShouldBe(0, run.Text);
        using var bill = JsonDocument.Parse(root.Read("artifacts/loan-default/bill-of-materials.json"));
        return bill.RootElement.GetProperty("image").GetString()!;
    }
}
