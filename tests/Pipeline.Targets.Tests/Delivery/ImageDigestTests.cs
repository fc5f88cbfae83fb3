using System.Text.Json;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>Two clones in two folders, at two commits that differ in a document only.</summary>
[Trait("Needs", "Linux")]
public sealed class ImageOfTwoClonesTests : IDisposable
{
    private readonly DeliveryRoot _one = new();
    private readonly DeliveryRoot _other = new();

    [Fact]
    public void Package_OfAnotherCommitInAnotherFolder_HasTheSameDigest()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Images of the host are made on Linux.");
        Commit(_one, "What it was first.");
        Commit(_other, "What it says now.");

        var (one, other) = (Package(_one), Package(_other));

        other.ShouldBe(one);
    }

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
    }

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
