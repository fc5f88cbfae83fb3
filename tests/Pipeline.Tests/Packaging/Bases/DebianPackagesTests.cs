namespace Pipeline.Packaging.Bases;

public sealed class DebianPackagesTests
{
    [Fact]
    public void Owners_OfASearch_AreReadLineByLine()
    {
        const string output = """
            diversion by libc6 from: /lib64/ld-linux-x86-64.so.2
            libc6:amd64: /lib/x86_64-linux-gnu/libc.so.6
            libfirst:amd64, libsecond: /usr/lib/x86_64-linux-gnu/libshared.so.1

            """;

        var owners = DebianPackages.Owners(output);

        owners.ShouldBe(new Dictionary<string, string>
        {
            ["lib/x86_64-linux-gnu/libc.so.6"] = "libc6:amd64",
            ["usr/lib/x86_64-linux-gnu/libshared.so.1"] = "libfirst:amd64",
        });
    }
}
