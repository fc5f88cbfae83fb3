using Pipeline.Core.Problems;
using YamlDotNet.Core.Events;
using YamlDotNet.Core;

namespace Pipeline.Manifest.Syntax;

/// <summary>
/// One YAML document as nodes, with everything refused that a manifest has no use for: tags, anchors, aliases, duplicate
/// and structured keys, a second document. A refused piece does not hide the problems of the others.
/// </summary>
internal sealed class YamlReader
{
    private const int MostDepth = 64;

    private readonly string _file;
    private readonly YamlLines _lines;
    private readonly Parser _parser;
    private readonly List<Problem> _problems = [];
    private readonly Stack<CollectionStart> _open = [];

    private YamlReader(string text, string file)
    {
        _file = file;
        var normal = text.ReplaceLineEndings("\n");
        _lines = new YamlLines(normal, file);
        _parser = new Parser(new StringReader(normal));
    }

    private sealed record CollectionStart(SourceLocation At, string? Closer);

    /// <summary>The root, or null when there is none; and all problems, those of refused pieces first.</summary>
    public static (YamlNode? Root, IReadOnlyList<Problem> Problems) Read(string text, string file)
    {
        var reader = new YamlReader(text, file);
        try
        {
            return (reader.Document(), reader._problems);
        }
        catch (SyntaxProblemException exception)
        {
            reader._problems.Add(exception.Problem);
            return (null, reader._problems);
        }
    }

    private YamlNode? Document()
    {
        Next();
        if (Next() is not DocumentStart start)
        {
            _problems.Add(new Problem(_file, 1, 1, "The file is empty; a manifest is accepted."));
            return null;
        }

        if (start.Version is { Version: not { Major: 1, Minor: 2 } })
            Add(_lines.At(start.Start), "The file asks for another version of YAML; 1.2 is accepted.", "Remove the %YAML line.");
        Next();
        var root = Value();
        Next();
        if (Next() is DocumentStart second)
            Add(_lines.At(second.Start), "A second document begins here; one is accepted.", "Remove the '---' or '...' above.");
        return root;
    }

    private YamlNode Value()
    {
        var at = _lines.At(_parser.Current?.Start ?? Mark.Empty);
        if (_parser.Current is not (NodeEvent or AnchorAlias))
            throw Malformed(at, "The YAML is malformed: a value is missing here.");
        var refused = Refused(at);
        var node = _parser.Current switch
        {
            Scalar scalar => Scalar(scalar, at),
            SequenceStart start => List(start, at),
            MappingStart start => Mapping(start, at),
            _ => (YamlNode?)null,
        };
        return refused || node is null ? new YamlRefused(at) : node;
    }

    private bool Refused(SourceLocation at)
    {
        var (found, hint) = _parser.Current switch
        {
            AnchorAlias alias => ($"'*{alias.Value}' is an alias", "Write the value out."),
            NodeEvent { Tag.IsEmpty: false } node => ($"'{Brief(node.Tag)}' is a tag", "Remove it."),
            NodeEvent { Anchor.IsEmpty: false } node => ($"'&{node.Anchor}' is an anchor", "Remove it."),
            _ => (null, null),
        };
        if (found is not null)
            Add(at, $"{found}, which is not accepted.", hint);
        return found is not null;
    }

    private YamlNode Scalar(Scalar scalar, SourceLocation at)
    {
        var kind = scalar.Style == ScalarStyle.Plain ? CoreSchema.KindOf(scalar.Value) : ScalarKind.Text;
        if (!YamlText.HasHalfSurrogate(scalar.Value))
            return new YamlScalar(at, scalar.Value, kind);
        Add(at, "The text has half a surrogate pair, which is no character.");
        return new YamlRefused(at);
    }

    private YamlList List(SequenceStart start, SourceLocation at)
    {
        Open(at, start.Style == SequenceStyle.Flow ? "]" : null);
        var items = new List<YamlNode>();
        while (Next() is not SequenceEnd)
            items.Add(Value());
        _open.Pop();
        return new YamlList(at, items);
    }

    private YamlMapping Mapping(MappingStart start, SourceLocation at)
    {
        Open(at, start.Style == MappingStyle.Flow ? "}" : null);
        var entries = new List<YamlEntry>();
        var lines = new Dictionary<string, long?>(StringComparer.Ordinal);
        while (Next() is not MappingEnd)
        {
            var key = Value();
            Next();
            var value = Value();
            if (Key(key) is not { } name)
                continue;
            if (lines.TryAdd(name, key.At.Line))
                entries.Add(new YamlEntry(name, key.At, value));
            else
                Add(key.At, $"'{YamlNode.Brief(name)}' is here for the second time; the first is in line {lines[name]}.");
        }

        _open.Pop();
        return new YamlMapping(at, entries);
    }

    private string? Key(YamlNode key)
    {
        if (key is YamlList or YamlMapping)
            Add(key.At, $"{(key is YamlList ? "A list" : "A mapping")} is the key here; a text is accepted.");
        else if (_lines.IsIndentedByTab(key.At))
            Add(key.At, "A tab stands before this key; spaces are accepted.");
        return (key as YamlScalar)?.Text;
    }

    private void Open(SourceLocation at, string? closer)
    {
        if (_open.Count == MostDepth)
            throw Malformed(at, $"The nesting is deeper than {MostDepth}, which is the most that is read.");
        _open.Push(new CollectionStart(at, closer));
    }

    private ParsingEvent? Next()
    {
        var last = _parser.Current;
        try
        {
            return _parser.MoveNext() ? _parser.Current : null;
        }
        catch (YamlException exception)
            when (exception.Message.Contains(" tab", StringComparison.Ordinal) && _lines.FirstTab() is { } tab)
        {
            throw Malformed(tab, "A tab stands before this key; spaces are accepted.");
        }
        catch (YamlException exception)
        {
            throw Malformed(_lines.At(exception.Start), $"The YAML is malformed: {Sentence(exception.Message)}");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException)
        {
            var unclosed = _open.TryPeek(out var open) && open.Closer is not null;
            throw unclosed
                ? Malformed(open!.At, $"The YAML is malformed: what opens here is not closed with '{open.Closer}'.")
                : Malformed(_lines.At(last?.End ?? Mark.Empty), "The YAML is malformed from here on.");
        }
    }

    private static string Brief(TagName tag) =>
        YamlNode.Brief(tag.Value.Replace("tag:yaml.org,2002:", "!!", StringComparison.Ordinal));

    private static string Sentence(string message)
    {
        var text = char.ToLowerInvariant(message[0]) + message[1..];
        return text.EndsWith('.') ? text : text + ".";
    }

    private static SyntaxProblemException Malformed(SourceLocation at, string message) => new(at.Problem(message));

    private void Add(SourceLocation at, string message, string? hint = null) => _problems.Add(at.Problem(message, hint));
}

/// <summary>Leaves the parser where nothing can be read any more.</summary>
internal sealed class SyntaxProblemException(Problem problem) : Exception(problem.Message)
{
    public Problem Problem { get; } = problem;
}
