using Pipeline.Core.Problems;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>To take a model back, its name is enough.</summary>
public sealed class ModelPlaceTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    [Theory]
    [InlineData("pipeline: 1\nname: loan-default\ntask: binary-classification\n")]
    [InlineData("name: loan-default # ours\n  oops: [\n")]
    [InlineData("<<<<<<< HEAD\nname: 'loan-default'\n=======\nname: other\n")]
    [InlineData("\"name\" : \"loan-default\"\r\n\tdata: x")]
    public void Name_InAManifestInWhateverState_IsFound(string manifest)
    {
        _root.Write("models/loans/model.yml", manifest);

        ModelPlace.Find(_root.Path, null, TimeProvider.System, _ => false).Name.ToString().ShouldBe("loan-default");
    }

    [Theory]
    [InlineData("")]
    [InlineData("naem: x\n")]
    [InlineData("  name: nested\n")]
    [InlineData("name: Not A Name!\n")]
    public void Name_InNoManifest_IsThatOfTheFolder(string manifest)
    {
        _root.Write("models/loans/model.yml", manifest);

        ModelPlace.Find(_root.Path, null, TimeProvider.System, _ => false).Name.ToString().ShouldBe("loans");
    }

    [Fact]
    public void Name_WithoutAnyManifest_IsTheOneGivenWhereSomethingRunsUnderIt()
    {
        ModelPlace.Find(_root.Path, "loans", TimeProvider.System, _ => true).Name.ToString().ShouldBe("loans");

        Should.Throw<InvalidInputException>(() => ModelPlace.Find(_root.Path, "loans", TimeProvider.System, _ => false));
    }

    public void Dispose() => _root.Dispose();
}
