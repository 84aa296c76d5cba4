import js from '@eslint/js'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['node_modules', '.duban', 'docs', 'test/histories'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "JSXAttribute[name.name='style']",
          message: 'Inline style breaks the Content-Security-Policy: add a class.',
        },
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'Never build markup from text.',
        },
      ],
      'max-lines': ['error', { max: 280, skipBlankLines: false }],
    },
  },
  {
    files: ['domain/**/*.ts', 'workflows/**/*.ts', 'activities/**/*.ts', 'operations/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.object.name='DateTime'][callee.property.name=/^(now|local|utc)$/][arguments.length=0]",
          message: 'Time is passed in (asOf), never read inside a rule or a sweep.',
        },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Time is passed in (asOf), never read inside a rule or a sweep.',
        },
      ],
    },
  },
  { files: ['test/**'], rules: { 'max-lines': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        URL: 'readonly',
        setTimeout: 'readonly',
        document: 'readonly',
      },
    },
  },
  {
    files: ['web/scripts/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        ['window', 'localStorage', 'fetch', 'clearTimeout', 'createImageBitmap', 'Intl']
          .concat([
            'AbortController',
            'FormData',
            'File',
            'URLSearchParams',
            'XMLHttpRequest',
            'EventSource',
            'DOMParser',
            'location',
            'HTMLTextAreaElement',
            'HTMLSelectElement',
            'HTMLInputElement',
          ])
          .map((name) => [name, 'readonly']),
      ),
    },
  },
)
