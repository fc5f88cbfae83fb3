using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Scriban.Syntax;

namespace Scriban.Parsing;

/// <summary>Builds a template's syntax tree by recursive descent, and goes on after an error at the next statement.</summary>
internal sealed partial class Parser
{
    private const int MostMessages = 50;

    private readonly SourceText _source;
    private readonly LogMessageBag _messages;
    private readonly int _deepest;
    private readonly IReadOnlyList<Token> _tokens;
    private int _at;
    private int _depth;
    private bool _isIndented;

    public Parser(SourceText source, LogMessageBag messages, ParserOptions options, bool scriptOnly)
        : this(source, messages, options, new Lexer(source, messages, scriptOnly).Read())
    {
    }

    private Parser(SourceText source, LogMessageBag messages, ParserOptions options, IReadOnlyList<Token> tokens)
    {
        _source = source;
        _messages = messages;
        _deepest = options.ExpressionDepthLimit;
        Options = options;
        _tokens = tokens;
    }

    private ParserOptions Options { get; }

    private Token Current => _tokens[_at];

    private Token Previous => _at == 0 ? Current : _tokens[_at - 1];

    private Token Next => _at + 1 < _tokens.Count ? _tokens[_at + 1] : Current;

    /// <summary>The tree of the whole template; of a template with errors, what could be read.</summary>
    public ScriptBlockStatement Page()
    {
        try
        {
            return Block(() => false);
        }
        catch (ParseStoppedException)
        {
            return new ScriptBlockStatement([]);
        }
    }

    private Token Take()
    {
        var token = Current;
        if (_at < _tokens.Count - 1)
            _at++;
        return token;
    }

    private bool TryTake(string op)
    {
        if (!Current.Is(op))
            return false;

        Take();
        return true;
    }

    private T Finish<T>(T node, Token first)
        where T : ScriptNode
    {
        node.Source = _source;
        node.Span = Previous.Span.End.Offset < first.Span.Start.Offset
            ? first.Span
            : new SourceSpan(_source.Path, first.Span.Start, Previous.Span.End);
        return node;
    }

    private void Error(SyntaxForm form, SourceSpan at, string message) =>
        Error(at, $"Error while parsing {form.Name}: {message} in: {form.Example}");

    private void Error(SourceSpan at, string message)
    {
        _messages.Add(new LogMessage(ParserMessageType.Error, at, message));
        if (_messages.Count >= MostMessages)
            throw new ParseStoppedException();
    }

    private void Enter()
    {
        _depth++;
        if (_depth <= _deepest && RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return;

        Error(Current.Span, $"The template nests deeper than {_deepest} levels.");
        throw new ParseStoppedException();
    }

    private void Leave() => _depth--;
}
