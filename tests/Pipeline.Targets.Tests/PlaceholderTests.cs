namespace Pipeline;

public class PlaceholderTests
{
    [Fact]
    public void Root_Always_Exists() => Directory.Exists(Testing.Repository.Root).ShouldBeTrue();
}
