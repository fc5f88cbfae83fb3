using Newtonsoft.Json.Linq;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Pipeline.Polyfills.Tests.Nuke.IO;

public sealed class DocumentTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Json_IsReadChangedAndWritten()
    {
        var file = _scratch.File("a.json", """{ "name": "ünï", "count": 1 }""");

        file.UpdateJson(x => x["count"] = 2);

        file.ReadJson().Value<int>("count").ShouldBe(2);
        file.ReadJson<Dictionary<string, object>>()["name"].ShouldBe("ünï");
        file.ReadAllText().ShouldEndWith("}\n");
    }

    [Fact]
    public void Xml_IsPeekedAndPokedWithoutOtherChanges()
    {
        var file = _scratch.File("a.csproj", "<Project>\n  <V Id=\"1\">1.0</V>\n</Project>");

        XmlTasks.XmlPoke(file, "/Project/V", "2.0");
        XmlTasks.XmlPoke(file, "/Project/V/@Id", 7);

        file.ReadAllText().ShouldBe("<Project>\n  <V Id=\"7\">2.0</V>\n</Project>");
        XmlTasks.XmlPeekSingle(file, "//V").ShouldBe("2.0");
        XmlTasks.XmlPeek(file, "//@Id").ShouldBe(["7"]);
    }

    [Fact]
    public void Xml_WithNamespaces_IsPeekedByPrefix()
    {
        var file = _scratch.File("a.xml", """<a xmlns="urn:x"><b>1</b></a>""");

        XmlTasks.XmlPeekSingle(file, "/x:a/x:b", ("x", "urn:x")).ShouldBe("1");
        XmlTasks.XmlPeekSingle(file, "/a/b").ShouldBeNull();
    }

    [Fact]
    public void Xml_PokedWhereNothingMatches_IsRefused()
    {
        var file = _scratch.File("a.xml", "<a/>");

        Should.Throw<Exception>(() => XmlTasks.XmlPoke(file, "/a/b", 1)).Message.ShouldContain("matches 0 times");
    }
}
