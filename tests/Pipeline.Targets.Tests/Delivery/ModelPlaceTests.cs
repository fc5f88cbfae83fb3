using Pipeline.Core.Problems;
using Pipeline.Delivery;
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

        ModelPlace.Find(Request, _ => false).Name.ToString().ShouldBe("loan-default");
    }

    [Theory]
    [InlineData("")]
    [InlineData("naem: x\n")]
    [InlineData("  name: nested\n")]
    [InlineData("name: Not A Name!\n")]
    public void Name_InNoManifest_IsThatOfTheFolder(string manifest)
    {
        _root.Write("models/loans/model.yml", manifest);

        ModelPlace.Find(Request, _ => false).Name.ToString().ShouldBe("loans");
    }

    [Fact]
    public void Name_WithoutAnyManifest_IsTheOneGivenWhereSomethingRunsUnderIt()
    {
        ModelPlace.Find(Request with { Model = "loans" }, _ => true).Name.ToString().ShouldBe("loans");

        Should.Throw<InvalidInputException>(() => ModelPlace.Find(Request with { Model = "loans" }, _ => false));
    }

    private DeliveryRequest Request => new(_root.Path, new FakeFace());

    public void Dispose() => _root.Dispose();
}
