using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.XPath;

namespace Nuke.Common.IO;

/// <summary>Values in XML files, by XPath; the prefixes of namespaces are given with each call.</summary>
public static class XmlTasks
{
    /// <summary>The texts of the matching elements and attributes.</summary>
    public static IEnumerable<string> XmlPeek(string path, string xpath, params (string, string)[] namespaces) =>
        Select(Load(path), xpath, namespaces).Select(TextOf).ToList();

    /// <summary>The text of the only match; null without one.</summary>
    /// <exception cref="System.InvalidOperationException">There are several matches.</exception>
    public static string XmlPeekSingle(string path, string xpath, params (string, string)[] namespaces) =>
        XmlPeek(path, xpath, namespaces).SingleOrDefault();

    public static IEnumerable<XElement> XmlPeekElements(string path, string xpath, params (string, string)[] namespaces) =>
        Select(Load(path), xpath, namespaces).OfType<XElement>().ToList();

    /// <summary>Sets the text of the only match.</summary>
    public static void XmlPoke(string path, string xpath, object value, params (string, string)[] namespaces) =>
        XmlPoke(path, xpath, value, AbsolutePathExtensions.DefaultEncoding, namespaces);

    public static void XmlPoke(
        string path, string xpath, object value, Encoding encoding, params (string, string)[] namespaces)
    {
        var document = Load(path);
        var found = Select(document, xpath, namespaces).ToList();
        Assert.Count(found, 1, $"'{xpath}' must match once in '{path}', and matches {found.Count} times.");
        if (found[0] is XAttribute attribute)
            attribute.SetValue(value);
        else
            ((XElement)found[0]).SetValue(value);
        var settings = new XmlWriterSettings { OmitXmlDeclaration = document.Declaration == null, Encoding = encoding };
        using var writer = XmlWriter.Create(path, settings);
        document.Save(writer);
    }

    private static XDocument Load(string path) => XDocument.Load(path, LoadOptions.PreserveWhitespace);

    private static IEnumerable<XObject> Select(XDocument document, string xpath, (string Prefix, string Uri)[] namespaces)
    {
        var manager = new XmlNamespaceManager(new NameTable());
        foreach (var (prefix, uri) in namespaces)
            manager.AddNamespace(prefix, uri);
        return ((IEnumerable)document.XPathEvaluate(xpath, manager)).Cast<XObject>();
    }

    private static string TextOf(XObject node) => node switch
    {
        XElement element => element.Value,
        XAttribute attribute => attribute.Value,
        XText text => text.Value,
        _ => node.ToString(),
    };
}
